using Nomad.Conformance.Recordings;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>
/// Every recorded request, sent again in the recorded order. What each must come to is said in <c>Recordings/verdicts.txt</c>.
/// <c>./test</c> sends them to the built program only.
/// </summary>
public sealed class RecordedRequestTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    [Theory]
    [InlineData("requests.txt")]
    [InlineData("requests-acl.txt")]
    public async Task Recorded_requests_are_answered_as_the_table_says(string table)
    {
        await using var agent = DevAgent.Launch(DevAgent.NewBind(), ["-dev", "-node=host-a"]);
        await agent.UntilAsync("its node is registered", () => Task.FromResult(agent.Output.Contains("node registration complete", StringComparison.Ordinal)));
        var verdicts = Verdict.Read(Path.Combine(Folder, "verdicts.txt"));
        using var replay = new RequestReplay(agent, Path.Combine(Folder, "jobs"));
        var later = RequestTable.Read(Path.Combine(Folder, Verdict.LaterRequests)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var report = new ReplayReport(table);
        foreach (var row in RequestTable.Read(Path.Combine(Folder, table)))
        {
            var verdict = verdicts.GetValueOrDefault($"api {row.Name}");
            var expected = verdict?.Kind == Verdict.Differs && later.TryGetValue(row.Name, out var changed) ? changed with { Before = row.Before } : row;
            var (problems, answer) = await SeenAsync(replay, expected, verdict?.Kind == Verdict.Same || expected != row);
            report.Add(verdict, $"api {row.Name}", $"{row.Method} {row.Path}", problems, answer, expected != row);
        }
        report.End();
    }

    private static async Task<(IReadOnlyList<string> Problems, string Seen)> SeenAsync(RequestReplay replay, RecordedRequest row, bool patient)
    {
        try
        {
            return await replay.RunAsync(row, patient);
        }
        catch (TimeoutException problem)
        {
            return ([problem.Message.Split('\n')[0]], "");
        }
    }
}
