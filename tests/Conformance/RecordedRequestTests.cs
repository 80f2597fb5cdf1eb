using System.Text;
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
        var report = new StringBuilder();
        foreach (var row in RequestTable.Read(Path.Combine(Folder, table)))
        {
            var verdict = verdicts.GetValueOrDefault($"api {row.Name}");
            IReadOnlyList<string> problems;
            try
            {
                problems = await replay.RunAsync(row, patient: verdict?.Kind == Verdict.Same);
            }
            catch (TimeoutException problem)
            {
                problems = [problem.Message.Split('\n')[0]];
            }
            Verdict.Judge(verdict, $"api {row.Name}", $"{row.Method} {row.Path}", problems, report);
        }
        Assert.True(report.Length == 0, report.ToString());
    }
}
