using System.Text;

namespace Nomad.Conformance.Running;

/// <summary>
/// A golden script: <c>$ nomad …</c> lines, each followed by what is printed, by <c>--- stderr</c> and what is printed there,
/// and by <c>--- exit N</c>. A line <c>&gt; until TEXT: nomad …</c> repeats a command until its output holds the text.
/// <c>NOMAD_REWRITE=1</c> writes what happened into the source file, to be read as a diff.
/// </summary>
internal sealed class Script(string name, DevAgent agent, string folder)
{
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("NOMAD_REWRITE") == "1";

    private readonly Mask mask = new Mask().Add(folder, "<folder>").Add(agent.Bind, "<address>");
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    /// <summary>Runs every command and returns the whole script as it should have been.</summary>
    public async Task<(string Expected, string Actual)> RunAsync(string text)
    {
        var actual = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#'))
                actual.Append(line).Append('\n');
            else if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                actual.Append(line).Append('\n');
                await ObeyAsync(line[2..]);
            }
            else if (line.StartsWith("$ nomad", StringComparison.Ordinal))
                actual.Append(await RunLineAsync(line));
        }
        var result = actual.ToString();
        if (Rewrite)
            await File.WriteAllTextAsync(Path.Combine(SourceFolder(), name), result);
        return (Rewrite ? result : text, result);
    }

    private async Task<string> RunLineAsync(string line)
    {
        var outcome = await NomadProgram.RunAsync(Words(line["$ nomad".Length..]), folder, agent.Environment);
        var shown = new StringBuilder(line).Append('\n').Append(Ended(mask.Apply(outcome.Out)));
        if (outcome.Error.Length > 0)
            shown.Append("--- stderr\n").Append(Ended(mask.Apply(outcome.Error)));
        return shown.Append($"--- exit {outcome.ExitCode}\n").ToString();
    }

    /// <summary><c>until TEXT: nomad …</c> or <c>let NAME = PREFIX: nomad …</c> (the first word after PREFIX in the output).</summary>
    private async Task ObeyAsync(string directive)
    {
        var colon = directive.IndexOf(": nomad", StringComparison.Ordinal);
        var words = Words(directive[(colon + ": nomad".Length)..]);
        var head = directive[..colon];
        if (head.StartsWith("until ", StringComparison.Ordinal))
        {
            await agent.UntilAsync(head, async () =>
                (await NomadProgram.RunAsync(words, folder, agent.Environment)).Out.Contains(head["until ".Length..], StringComparison.Ordinal));
            return;
        }
        var parts = head["let ".Length..].Split(" = ", 2);
        var outcome = await NomadProgram.RunAsync(words, folder, agent.Environment);
        var at = parts[1].Length == 0 ? 0 : outcome.Out.IndexOf(parts[1], StringComparison.Ordinal);
        variables[parts[0]] = at < 0
            ? throw new InvalidOperationException($"{name}: `{directive}` does not find \"{parts[1]}\" in:\n{outcome.Out}{outcome.Error}")
            : outcome.Out[(at + parts[1].Length)..].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[0];
    }

    private List<string> Words(string text)
    {
        foreach (var (key, value) in variables)
            text = text.Replace("<" + key + ">", value, StringComparison.Ordinal);
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in text.Trim() + " ")
        {
            if (c == '\'')
                quoted = !quoted;
            else if (c == ' ' && !quoted)
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
            }
            else
                word.Append(c);
        }
        return words;
    }

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../Scripts"));
}
