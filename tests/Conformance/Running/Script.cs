using System.Text;

namespace Nomad.Conformance.Running;

/// <summary>
/// A golden script: <c>$ nomad …</c> lines, each followed by what is printed, by <c>--- stderr</c> and what is printed there,
/// and by <c>--- exit N</c>. A line <c>&gt; until TEXT: nomad …</c> repeats a command until its output holds the text.
/// <c>$ nomad agent …</c> starts an agent and shows what it prints before its log; later lines talk to it. <c>&gt; log TEXT</c> waits for a
/// text in its log, <c>&gt; no log TEXT</c> wants none there, and <c>&gt; signal N</c> ends it and shows how.
/// <c>NOMAD_REWRITE=1</c> writes what happened into the source file, to be read as a diff.
/// </summary>
internal sealed class Script(string name, DevAgent? agent, string folder) : IAsyncDisposable
{
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("NOMAD_REWRITE") == "1";

    private readonly Mask mask = new Mask().Add(folder, "<folder>").Add(agent?.Bind ?? "no address", "<address>");
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private ScriptedAgent? own;

    private DevAgent Agent => own?.Agent ?? agent ?? throw new InvalidOperationException($"{name}: no agent runs");

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
            await own.DisposeAsync();
    }

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
                actual.Append(line).Append('\n').Append(await ObeyAsync(line[2..]));
            }
            else if (line.StartsWith("$ nomad agent ", StringComparison.Ordinal))
                actual.Append(await StartLineAsync(line));
            else if (line.StartsWith("$ nomad", StringComparison.Ordinal))
                actual.Append(await RunLineAsync(line));
        }
        var result = actual.ToString();
        if (Rewrite)
            await File.WriteAllTextAsync(Path.Combine(SourceFolder(), name), result);
        return (Rewrite ? result : text, result);
    }

    private async Task<string> StartLineAsync(string line)
    {
        await DisposeAsync();
        own = await ScriptedAgent.StartAsync(Words(line["$ nomad agent".Length..]).Select(word => word.Replace("-config=", $"-config={folder}/", StringComparison.Ordinal)));
        variables["own"] = own.Agent.Bind;
        mask.Add(own.Agent.Bind, "<address>");
        return line + "\n" + Ended(mask.Apply(own.Head()));
    }

    private async Task<string> RunLineAsync(string line)
    {
        var outcome = await NomadProgram.RunAsync(Words(line["$ nomad".Length..]), folder, Agent.Environment);
        var shown = new StringBuilder(line).Append('\n').Append(Ended(mask.Apply(outcome.Out)));
        if (outcome.Error.Length > 0)
            shown.Append("--- stderr\n").Append(Ended(mask.Apply(outcome.Error)));
        return shown.Append($"--- exit {outcome.ExitCode}\n").ToString();
    }

    /// <summary><c>until TEXT: nomad …</c> or <c>let NAME = PREFIX: nomad …</c> (the first word after PREFIX in the output).</summary>
    private async Task<string> ObeyAsync(string directive)
    {
        if (directive.Split(' ') is ["log" or "no" or "signal", ..])
            return await ObeyAsync(own ?? throw new InvalidOperationException($"{name}: `{directive}` is about an agent of the script, and there is none"), directive);
        var colon = directive.IndexOf(": nomad", StringComparison.Ordinal);
        var words = Words(directive[(colon + ": nomad".Length)..]);
        var head = directive[..colon];
        if (head.StartsWith("until ", StringComparison.Ordinal))
        {
            await Agent.UntilAsync(head, async () =>
                (await NomadProgram.RunAsync(words, folder, Agent.Environment)).Out.Contains(head["until ".Length..], StringComparison.Ordinal));
            return "";
        }
        var parts = head["let ".Length..].Split(" = ", 2);
        var outcome = await NomadProgram.RunAsync(words, folder, Agent.Environment);
        var at = parts[1].Length == 0 ? 0 : outcome.Out.IndexOf(parts[1], StringComparison.Ordinal);
        variables[parts[0]] = at < 0
            ? throw new InvalidOperationException($"{name}: `{directive}` does not find \"{parts[1]}\" in:\n{outcome.Out}{outcome.Error}")
            : outcome.Out[(at + parts[1].Length)..].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[0];
        return "";
    }

    private async Task<string> ObeyAsync(ScriptedAgent started, string directive)
    {
        if (directive.StartsWith("signal ", StringComparison.Ordinal))
            return mask.Apply(await started.StopAsync(int.Parse(directive["signal ".Length..])));
        if (directive.StartsWith("no log ", StringComparison.Ordinal))
            return started.Said(directive["no log ".Length..]) ? "the log says so\n" : "";
        await started.SaysAsync(directive["log ".Length..]);
        return "";
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
