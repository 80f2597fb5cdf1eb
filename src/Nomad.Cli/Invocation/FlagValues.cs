using System.Globalization;
using Nomad.Model;

namespace Nomad.Cli.Invocation;

/// <summary>The flags given on a command line, read with Go's flag grammar (spec cli §1.2).</summary>
public sealed class FlagValues
{
    private readonly Dictionary<string, List<string>> given = new(StringComparer.Ordinal);

    /// <summary>The words after the flags.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>True when <c>-h</c>, <c>-help</c> or <c>--help</c> stands among the flags.</summary>
    public bool HelpWanted { get; private set; }

    /// <summary>Takes every word as an argument.</summary>
    public static FlagValues WithoutFlags(IReadOnlyList<string> words) => new() { Arguments = words };

    /// <summary>Reads flags up to the first other word or <c>--</c>. Throws <see cref="UsageException"/> for an unknown flag or a bad value.</summary>
    public static FlagValues Parse(IReadOnlyList<string> words, IReadOnlyCollection<Flag> flags)
    {
        var values = new FlagValues();
        var byName = flags.ToDictionary(flag => flag.Name, StringComparer.Ordinal);
        var at = 0;
        for (; at < words.Count; at++)
        {
            var word = words[at];
            if (word.Length < 2 || word[0] != '-')
                break;
            if (word == "--")
            {
                at++;
                break;
            }
            at = values.Take(words, at, byName);
        }
        values.Arguments = [.. words.Skip(at)];
        return values;
    }

    public bool Has(string name) => given.ContainsKey(name);

    public bool Boolean(string name) => given.TryGetValue(name, out var all) && IsTrue(all[^1]);

    /// <summary>The last value given, or <paramref name="otherwise"/>.</summary>
    public string Text(string name, string otherwise = "") => given.TryGetValue(name, out var all) ? all[^1] : otherwise;

    public long Number(string name, long otherwise = 0) =>
        given.TryGetValue(name, out var all) ? long.Parse(all[^1], CultureInfo.InvariantCulture) : otherwise;

    public TimeSpan Duration(string name, TimeSpan otherwise = default) =>
        given.TryGetValue(name, out var all) && Model.Duration.TryParse(all[^1], out var value) ? value.ToTimeSpan() : otherwise;

    public IReadOnlyList<string> List(string name) => given.TryGetValue(name, out var all) ? all : [];

    private int Take(IReadOnlyList<string> words, int at, Dictionary<string, Flag> byName)
    {
        var word = words[at].TrimStart('-');
        if (word.Length == 0 || word[0] == '=' || words[at].StartsWith("---", StringComparison.Ordinal))
            throw new UsageException($"bad flag syntax: {words[at]}");
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word : word[..equals];
        if (!byName.TryGetValue(name, out var flag))
        {
            if (name is "h" or "help")
            {
                HelpWanted = true;
                return at;
            }
            throw new UsageException($"flag provided but not defined: -{name}");
        }
        string value;
        if (equals >= 0)
            value = word[(equals + 1)..];
        else if (flag.Kind == FlagKind.Boolean)
            value = "true";
        else if (at + 1 < words.Count)
            value = words[++at];
        else
            throw new UsageException($"flag needs an argument: -{name}");
        Check(flag, value);
        if (!given.TryGetValue(name, out var all))
            given[name] = all = [];
        all.Add(value);
        return at;
    }

    private static void Check(Flag flag, string value)
    {
        var problem = flag.Kind switch
        {
            FlagKind.Boolean when !IsTrue(value) && !IsFalse(value) => "parse error",
            FlagKind.Number when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "parse error",
            FlagKind.Duration when !Model.Duration.TryParse(value, out _) => "parse error",
            _ => null,
        };
        if (problem is null)
            return;
        throw new UsageException(flag.Kind == FlagKind.Boolean
            ? $"invalid boolean value \"{value}\" for -{flag.Name}: {problem}"
            : $"invalid value \"{value}\" for flag -{flag.Name}: {problem}");
    }

    private static bool IsTrue(string value) => value is "1" or "t" or "T" or "true" or "TRUE" or "True";

    private static bool IsFalse(string value) => value is "0" or "f" or "F" or "false" or "FALSE" or "False";
}
