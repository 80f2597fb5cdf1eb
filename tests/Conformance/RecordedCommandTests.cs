using Nomad.Conformance.Recordings;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>
/// Every recorded command, typed again in the recorded order. What each must come to is said in <c>Recordings/verdicts.txt</c>.
/// <c>./test</c> runs them on the built program only. Rows of what is still to come are minutes of proving that it is not there: they run
/// when asked for, <c>Conformance -explicit only</c>.
/// </summary>
public sealed class RecordedCommandTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    [Fact]
    public async Task Commands_without_an_agent_print_what_the_table_says() => await ReplayAsync("commands-alone.txt", null);

    [Theory(Explicit = true)]
    [InlineData("commands-acl.txt")]
    public Task Recorded_commands_of_access_control_print_what_the_table_says(string table) => Recorded_commands_print_what_the_table_says(table);

    [Theory]
    [InlineData("commands-one.txt")]
    [InlineData("commands-two.txt")]
    public async Task Recorded_commands_print_what_the_table_says(string table)
    {
        await using var agent = await DevAgent.StartAsync();
        await ReplayAsync(table, agent);
    }

    [Fact]
    public async Task Recorded_commands_of_a_cluster_print_what_the_table_says()
    {
        await using var cluster = await RecordedCluster.StartAsync(Path.Combine(Folder, "jobs"));
        await ReplayAsync("commands-cluster.txt", cluster.Asked, cluster);
    }

    private static async Task ReplayAsync(string table, DevAgent? agent, RecordedCluster? cluster = null)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-recorded-").FullName;
        try
        {
            foreach (var job in Directory.EnumerateFiles(Path.Combine(Folder, "jobs")))
                File.Copy(job, Path.Combine(folder, Path.GetFileName(job)));
            using var http = new HttpClient { BaseAddress = new Uri(agent?.Address ?? "http://127.0.0.1:1") };
            var replay = new CommandReplay(cluster?.Places ?? new Places(agent?.Bind ?? DevAgent.NewBind()), http, folder, cluster);
            var verdicts = Verdict.Read(Path.Combine(Folder, "verdicts.txt"));
            var later = CommandTable.Read(Path.Combine(Folder, Verdict.LaterCommands)).ToDictionary(row => row.Name, StringComparer.Ordinal);
            var report = new ReplayReport(table);
            foreach (var row in CommandTable.Read(Path.Combine(Folder, table)))
            {
                var verdict = verdicts.GetValueOrDefault($"cli {row.Name}");
                var expected = verdict?.Kind == Verdict.Differs && later.TryGetValue(row.Name, out var changed) ? changed.After(row) : row;
                var patience = verdict?.Kind == Verdict.Same || expected != row ? (TimeSpan?)null : TimeSpan.Zero;
                var (problems, output) = await SeenAsync(replay, expected, patience);
                report.Add(verdict, $"cli {row.Name}", row.Line, problems, output, expected != row);
            }
            report.End();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<string> Problems, string Seen)> SeenAsync(CommandReplay replay, RecordedCommand row, TimeSpan? patience)
    {
        try
        {
            return await replay.RunAsync(row, patience);
        }
        catch (TimeoutException problem)
        {
            return ([problem.Message.Split('\n')[0]], "");
        }
    }
}
