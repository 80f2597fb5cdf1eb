using System.Text.RegularExpressions;

namespace Nomad.Conformance.Running;

/// <summary>
/// An agent that a script starts as a person does. What it prints before its log is compared whole; of the log the order is free while
/// it works, so that a script says which lines are there, and what it prints when it stops is compared line by line, in order, as far
/// as the documents show it.
/// </summary>
internal sealed partial class ScriptedAgent(DevAgent agent) : IAsyncDisposable
{
    private const string Begun = "Log data will stream in below:";
    private const string Caught = "==> Caught signal: ";
    private const string Warning = "==> WARNING";

    public DevAgent Agent => agent;

    /// <summary>Starts it and waits until its node is ready and it has printed what comes before its log.</summary>
    public static async Task<ScriptedAgent> StartAsync(IEnumerable<string> words)
    {
        var started = new ScriptedAgent(await DevAgent.StartAsync(DevAgent.NewBind(), [.. words]));
        await started.SaysAsync(Begun);
        return started;
    }

    /// <summary>What it printed before its log, and under <c>--- stderr</c> what it warned of.</summary>
    public string Head()
    {
        var lines = agent.Output.Split('\n');
        var warnings = lines.Where(line => line.StartsWith(Warning, StringComparison.Ordinal)).ToList();
        var shown = lines.Where(line => !line.StartsWith(Warning, StringComparison.Ordinal)).ToList();
        shown = shown[..(shown.FindIndex(line => line.EndsWith(Begun, StringComparison.Ordinal)) + 1)];
        return Text(warnings.Count == 0 ? shown : [.. shown, "--- stderr", .. warnings]);
    }

    /// <summary>Waits until a line of the log holds the text.</summary>
    public Task SaysAsync(string text) => agent.UntilAsync($"the log says {text}", () => Task.FromResult(agent.Output.Contains(text, StringComparison.Ordinal)));

    public bool Said(string text) => agent.Output.Contains(text, StringComparison.Ordinal);

    /// <summary>Sends a signal; returns what the documents show of the end, without times, and how it ended.</summary>
    public async Task<string> StopAsync(int signal)
    {
        agent.Signal(signal);
        var code = await agent.WaitForExitAsync();
        var lines = agent.Output.Split('\n').SkipWhile(line => !line.StartsWith(Caught, StringComparison.Ordinal));
        return Text(lines.Where(line => Shown().IsMatch(line)).Select(line => Clock().Replace(line, "<time>"))) + $"--- exit {code}\n";
    }

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    [GeneratedRegex(@"^==> |\] +(agent: |http: shutting|client: shutting|nomad: shutting down server|nomad: serf: Shutdown)")]
    private static partial Regex Shown();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Clock();
}
