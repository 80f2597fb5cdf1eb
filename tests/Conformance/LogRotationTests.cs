using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>The log file of an agent at work goes aside when it is too large or too old, and the oldest go.</summary>
public sealed class LogRotationTests
{
    private const int MostBytes = 4000;

    /// <summary>No line of these agents is longer.</summary>
    private const int LongestLine = 4000;

    [Fact]
    public async Task A_log_file_goes_aside_at_its_size_and_as_many_are_kept_as_wanted()
    {
        using var folder = new HardFolder();
        await using var agent = await StartAsync(folder, $"log_rotate_bytes = {MostBytes}\nlog_rotate_max_files = 3");
        var first = Rotated(folder).FirstOrDefault();
        await agent.UntilAsync("the first file is gone again", async () =>
        {
            _ = await agent.Http.GetStringAsync("/v1/jobs");
            first ??= Rotated(folder).FirstOrDefault();
            return first is not null && !File.Exists(first);
        });
        // Between two steps of one rotation there is one more.
        await agent.UntilAsync("three are kept", () => Task.FromResult(Rotated(folder).Length == 3));
        foreach (var file in Rotated(folder))
            Assert.InRange(new FileInfo(file).Length, MostBytes, MostBytes + LongestLine);
    }

    [Fact]
    public async Task A_log_file_goes_aside_at_its_age()
    {
        using var folder = new HardFolder();
        await using var agent = await StartAsync(folder, "log_rotate_duration = \"1s\"");
        await agent.UntilAsync("a file went aside", async () =>
        {
            _ = await agent.Http.GetStringAsync("/v1/jobs");
            return Rotated(folder).Length > 1;
        });
        Assert.All(Rotated(folder), file => Assert.Matches(@"/agent-\d{19}\.log$", file));
    }

    private static string[] Rotated(HardFolder folder) => [.. Directory.GetFiles(folder.Root, "agent-*.log").Order(StringComparer.Ordinal)];

    private static Task<DevAgent> StartAsync(HardFolder folder, string more) => DevAgent.StartAsync(folder.Bind,
        ["-dev", "-config=" + folder.Write("log.hcl", $"log_file = \"{folder.Root}/agent.log\"\nlog_level = \"DEBUG\"\n{more}\n")]);
}
