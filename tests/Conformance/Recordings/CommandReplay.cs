using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Types recorded commands into a shell, in their order, and compares what they print. Steps before a row:
/// <c>wait TEXT: nomad …</c> repeats a command until it prints a text, <c>run: …</c> types a line,
/// <c>any PATTERN</c> says what differs from run to run (a regular expression),
/// <c>kill NAME</c>, <c>start NAME</c> and <c>lead</c> are for the <see cref="RecordedCluster"/>,
/// <c>bind ID PATH TEXT [and TEXT]</c> takes the id of the first item of a list of the API that holds the texts for an id of the recording.
/// </summary>
internal sealed partial class CommandReplay(Places places, HttpClient http, string folder, RecordedCluster? cluster = null)
{
    /// <summary>How long a command that does not end may take to say what it should before it is interrupted; one that only looks is then run again.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    public Identities Ids { get; } = new();

    /// <summary>What differs from run to run in the row that is compared.</summary>
    private string[] loose = [];

    /// <summary>The pattern of a row that shows a passing moment: it is typed for what it does.</summary>
    private const string Anything = "(?s).*";

    /// <summary>What differs in what <paramref name="row"/> prints. Commands that only look are repeated until nothing does, or time is up.</summary>
    public async Task<(IReadOnlyList<string> Problems, string Seen)> RunAsync(RecordedCommand row, TimeSpan? patience = null)
    {
        loose = [.. row.Before.Where(step => step.StartsWith("any ", StringComparison.Ordinal)).Select(step => step["any ".Length..])];
        foreach (var step in row.Before.Where(step => !step.StartsWith("any ", StringComparison.Ordinal)))
            await StepAsync(step);
        await FindWholeIdsAsync(row.Line);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ids = Ids.Copy();
            var outcome = row.Out.Contains("Nomad agent started!", StringComparison.Ordinal) ? await AgentAsync(row)
                : row.Interrupted ? await InterruptAsync(row, ids) : await TypeAsync(row.AtTerminal ? Terminal(row) : row.Line);
            var (shown, error) = (Plain(outcome.Out), Plain(outcome.Error));
            List<string> problems = [.. TextShape.Compare(Loose(RecordedAgent.WithoutLog(row.Out)), Loose(shown), ids), .. TextShape.Compare(Loose(row.Error), Loose(error), ids).Select(problem => "stderr " + problem)];
            if (!row.Interrupted && !loose.Contains(Anything) && outcome.ExitCode.ToString() != row.ExitCode)
                problems.Add($"exit {outcome.ExitCode}, recorded {row.ExitCode}");
            if (problems.Count == 0 || Acts().IsMatch(row.Line) || clock.Elapsed > (patience ?? Eventually.Patience))
            {
                Ids.TakeFrom(ids);
                return (problems, Golden(row, ids, shown, error, outcome.ExitCode));
            }
            await Task.Delay(200);
        }
    }

    private Task<Outcome> AgentAsync(RecordedCommand row) =>
        cluster is null ? RecordedAgent.RunAsync(row, places, folder) : Task.FromResult(cluster.Started(row.Line));

    private static string Golden(RecordedCommand row, Identities ids, string shown, string error, int exitCode) =>
        $"## {row.Name}\n$ {row.Line}\n{Ended(ids.ToRecorded(shown))}{(error.Length > 0 ? "--- stderr\n" + Ended(ids.ToRecorded(error)) : "")}--- exit {exitCode}\n\n";

    // Whole lines may be there or not; part of a line is there, whatever it says.
    private string Loose(string text) => loose.Contains(Anything) ? "" : loose.Aggregate(text, (all, each) =>
        Regex.Replace(all, each, each.EndsWith("\\n", StringComparison.Ordinal) ? "" : "<any>"));

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private string Plain(string text) => places.ToRecorded(text).Replace(folder, "<JOBS_DIR>", StringComparison.Ordinal);

    private string Live(string line) =>
        places.ToLive(Ids.ToLive(line)).Replace("<DATA_DIR>", folder, StringComparison.Ordinal);

    private Dictionary<string, string> Environment => new() { ["NOMAD_ADDR"] = $"http://{places.First}:4646", ["TERM"] = "xterm" };

    private Task<Outcome> TypeAsync(string line) =>
        NomadProgram.ShellAsync($"nomad() {{ \"{NomadProgram.Path}\" \"$@\"; }}\n{Live(line)}", folder, Environment);

    // Both streams are one, and what was typed at the prompt is typed again: when the prompt is there, and the keyboard stays until the command has ended.
    private static string Terminal(RecordedCommand row)
    {
        var (prompt, typed) = row.Out.Contains("[y/N]", StringComparison.Ordinal) ? ("[y/N]", "y\\n")
            : row.Out.Contains("# tty", StringComparison.Ordinal) ? ("# ", "tty; echo hi\\nexit 4\\n") : ("", "");
        return $$"""
            screen=$(mktemp -d)
            { until [ -e "$screen/end" ] || grep -qF '{{prompt}}' "$screen/seen" 2>/dev/null; do sleep 0.1; done; printf '{{typed}}'; until [ -e "$screen/end" ]; do sleep 0.1; done; } |
              script -qefc '"{{NomadProgram.Path}}" {{row.Line["nomad ".Length..]}}; code=$?; touch '"$screen/end"'; exit $code' "$screen/seen"
            code=$?
            rm -r "$screen"
            exit $code
            """;
    }

    /// <summary>Lets a command that does not end run until it has said what it should, and interrupts it.</summary>
    private async Task<Outcome> InterruptAsync(RecordedCommand row, Identities ids)
    {
        var start = NomadProgram.StartInfo(["-c", $"exec \"{NomadProgram.Path}\" {Live(row.Line)["nomad ".Length..]}"], folder, Environment);
        start.FileName = "/bin/sh";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var shown = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (shown)
                shown.Append(line.Data).Append('\n');
        };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEndAsync();
        string Text()
        {
            lock (shown)
                return shown.ToString();
        }
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < LongestLook && !process.HasExited && TextShape.Compare(row.Out, Plain(Text()), ids.Copy()).Count > 0;)
        {
            // Something to see in the log.
            using var asked = await http.GetAsync("/v1/jobs");
            await Task.Delay(200);
        }
        if (!process.HasExited)
            Process.Start("kill", ["-2", process.Id.ToString()]).Dispose();
        using var limit = new CancellationTokenSource(Eventually.Patience);
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(Text(), await error, process.ExitCode);
    }

    /// <summary>A command may name the whole of an id of which only the beginning was printed.</summary>
    private async Task FindWholeIdsAsync(string line)
    {
        foreach (var id in Uuid().Matches(line).Select(match => match.Value).Where(id => Ids.ToLive(id) == id && Ids.ToLive(id[..8]) != id[..8]))
        {
            using var found = await http.PostAsync("/v1/search", new StringContent($$"""{"Prefix": "{{Ids.ToLive(id[..8])}}", "Context": "all"}"""));
            if (Uuid().Match(await found.Content.ReadAsStringAsync()) is { Success: true } whole)
                Ids.Learn(id, whole.Value);
        }
    }

    private async Task StepAsync(string step)
    {
        if (step.StartsWith("run: ", StringComparison.Ordinal))
            await TypeAsync(step["run: ".Length..]);
        else if (cluster is not null && step.Split(' ')[0] is "kill" or "start" or "lead")
            await cluster!.ObeyAsync(step);
        else if (step.StartsWith("wait ", StringComparison.Ordinal))
        {
            var at = step.IndexOf(": nomad", StringComparison.Ordinal);
            var text = step["wait ".Length..at];
            await UntilAsync(step, async () => (await TypeAsync(step[(at + 2)..])).Out.Contains(text, StringComparison.Ordinal));
        }
        else
        {
            var words = step.Split(' ', 4);
            await UntilAsync(step, () => BindAsync(words[1], words[2], words[3]));
        }
    }

    private async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Eventually.Patience)
                throw new TimeoutException($"after {Eventually.Patience.TotalSeconds} s: {what}");
            await Task.Delay(200);
        }
    }

    private async Task<bool> BindAsync(string id, string path, string text)
    {
        // A cluster between two leaders has no answer yet.
        using var answer = await http.GetAsync(Ids.ToLive(path));
        if (!answer.IsSuccessStatusCode)
            return false;
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var texts = Ids.ToLive(text).Split(" and ");
        var items = list.RootElement.EnumerateArray().Where(item => texts.All(own => item.GetRawText().Contains(own, StringComparison.Ordinal))).ToArray();
        var found = items.FirstOrDefault(item => Ids.Fits(id, item.GetProperty("ID").GetString()!), items.FirstOrDefault());
        if (found.ValueKind != JsonValueKind.Object)
            return false;
        var live = found.GetProperty("ID").GetString()!;
        Ids.Learn(id, id.Length == 8 ? live[..8] : live);
        return true;
    }

    [GeneratedRegex(@"\bnomad (job |alloc |deployment |node |namespace |acl |operator |server |system )?(run|stop|eval|dispatch|scale|revert|promote|periodic|restart|signal|exec|fail|pause|resume|unblock|apply|delete|drain|eligibility|gc|init|keyring|autopilot set|snapshot|force-leave|join|bootstrap|token|policy|agent|raft remove|server-join|node-drain)\b")]
    private static partial Regex Acts();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")]
    private static partial Regex Uuid();
}
