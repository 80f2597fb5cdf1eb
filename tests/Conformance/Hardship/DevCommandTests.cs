using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary><c>nomad dev</c> as a person uses it: run, edit, Ctrl-C.</summary>
public sealed class DevCommandTests
{
    [Fact]
    public async Task Session_shows_output_follows_an_edit_and_leaves_nothing_behind()
    {
        using var folder = new HardFolder();
        var mark = Guid.NewGuid().ToString("N");
        var file = folder.Write(TalkJob.File, Job("first words", mark));
        var start = NomadProgram.StartInfo(["dev", "-bind=" + folder.Bind, TalkJob.File], folder.Root, null);
        using var session = Process.Start(start)!;
        var output = new StringBuilder();
        var reading = Task.WhenAll(Session.ReadAsync(session.StandardOutput, output), Session.ReadAsync(session.StandardError, output));
        try
        {
            await Session.UntilAsync("the first output shows", session, output, () => Regex.IsMatch(Session.Text(output), "speaker.*first words"));
            await File.WriteAllTextAsync(file, Job("second words", mark));
            await Session.UntilAsync("the new output shows", session, output, () => Regex.IsMatch(Session.Text(output), "speaker.*second words"));
            var allocations = await AllocationsAsync(folder.Bind);
            Assert.NotEmpty(allocations);
            Assert.Equal(0, await HardFolder.CommandAsync("kill", "-2", session.Id.ToString()));
            using var limit = new CancellationTokenSource(Eventually.Patience);
            await session.WaitForExitAsync(limit.Token);
            await reading.WaitAsync(limit.Token);
            Assert.True(session.ExitCode == 0, Session.Text(output));
            Assert.Empty(Marked.Processes(mark));
            var mounts = await File.ReadAllTextAsync("/proc/mounts");
            Assert.All(allocations, id => Assert.DoesNotContain(id, mounts));
        }
        finally
        {
            if (!session.HasExited)
                session.Kill(entireProcessTree: true);
        }
    }

    private static string Job(string words, string mark) => TalkJob.Text(mark, $"while true; do echo {words}; sleep 1; done");

    private static async Task<string[]> AllocationsAsync(string bind)
    {
        using var http = new HttpClient { Timeout = Eventually.Patience };
        using var answer = JsonDocument.Parse(await http.GetStringAsync($"http://{bind}:4646/v1/allocations"));
        return [.. answer.RootElement.EnumerateArray().Select(allocation => allocation.GetProperty("ID").GetString()!)];
    }
}
