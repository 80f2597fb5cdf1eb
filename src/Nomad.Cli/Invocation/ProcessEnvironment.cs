using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nomad.Cli.Invocation;

/// <summary>
/// The environment of this process, one variable at a time: a command asks for a handful, and copying all of them first
/// would cost every start of the program half a millisecond.
/// </summary>
public sealed class ProcessEnvironment : IReadOnlyDictionary<string, string>
{
    public IEnumerable<string> Keys => All.Select(pair => pair.Key);

    public IEnumerable<string> Values => All.Select(pair => pair.Value);

    public int Count => All.Count();

    private static IEnumerable<KeyValuePair<string, string>> All => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(pair => KeyValuePair.Create((string)pair.Key, (string?)pair.Value ?? ""));

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The environment has no variable \"{key}\"");

    public bool ContainsKey(string key) => Environment.GetEnvironmentVariable(key) is not null;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => (value = Environment.GetEnvironmentVariable(key)) is not null;

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
