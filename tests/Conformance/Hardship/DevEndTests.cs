using System.Diagnostics;
using System.Text;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary>However a development agent is ended, nothing of it is left soon after: no task, and nobody who watches over tasks.</summary>
public sealed class DevEndTests
{
    /// <summary>On a busy machine. An agent that is not a development agent leaves its supervisor for 30 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData("-2")]
    [InlineData("-15")]
    [InlineData("-1")]
    public async Task Nothing_stays_when_a_session_was_ended(string signal)
    {
        using var folder = new HardFolder();
        var mark = Guid.NewGuid().ToString("N");
        folder.Write(TalkJob.File, TalkJob.Text(mark, "exec sleep 600"));
        using var session = Start(folder, mark, $"exec '{NomadProgram.Path}' dev -bind={folder.Bind} {TalkJob.File}");
        await EndAsync(session, mark, () => HardFolder.CommandAsync("kill", signal, session.Id.ToString()));
    }

    // The signal that a shell sends on, and a screen that is gone: whatever is said of the end has nobody to read it.
    [Fact]
    public async Task Nothing_stays_when_the_terminal_was_closed()
    {
        using var folder = new HardFolder();
        var mark = Guid.NewGuid().ToString("N");
        folder.Write(TalkJob.File, TalkJob.Text(mark, "exec sleep 600"));
        using var terminal = Start(folder, mark, $"exec script -qefc \"exec '{NomadProgram.Path}' dev -bind={folder.Bind} {TalkJob.File}\" /dev/null");
        await EndAsync(terminal, mark, () => HardFolder.CommandAsync("kill", "-9", terminal.Id.ToString()));
    }

    [Theory]
    [InlineData("-2")]
    [InlineData("-15")]
    public async Task Nothing_stays_when_a_development_agent_was_ended(string signal)
    {
        using var folder = new HardFolder();
        var mark = Guid.NewGuid().ToString("N");
        folder.Write(TalkJob.File, TalkJob.Text(mark, "exec sleep 600"));
        using var agent = Start(folder, mark, $"exec '{NomadProgram.Path}' agent -dev -bind={folder.Bind}", ready: "node registration complete");
        var run = await NomadProgram.RunAsync(["job", "run", "-detach", TalkJob.File], folder.Root, new Dictionary<string, string> { ["NOMAD_ADDR"] = $"http://{folder.Bind}:4646" });
        Assert.True(run.ExitCode == 0, run.Error);
        await EndAsync(agent, mark, () => HardFolder.CommandAsync("kill", signal, agent.Id.ToString()));
    }

    private static Process Start(HardFolder folder, string mark, string line, string? ready = null)
    {
        var start = NomadProgram.StartInfo(["-c", line], folder.Root, new Dictionary<string, string> { ["TEST_MARK"] = mark, ["TERM"] = "xterm" });
        start.FileName = "/bin/sh";
        var process = Process.Start(start)!;
        if (ready is null)
            return process;
        while (process.StandardOutput.ReadLine() is { } said && !said.Contains(ready, StringComparison.Ordinal))
        {
            // Its log.
        }
        return process;
    }

    private static async Task EndAsync(Process session, string mark, Func<Task<int>> end)
    {
        var output = new StringBuilder();
        var reading = Task.WhenAll(Session.ReadAsync(session.StandardOutput, output), Session.ReadAsync(session.StandardError, output));
        try
        {
            await Session.UntilAsync("the task runs under a supervisor", session, output,
                () => Marked.Processes(mark) is var all && all.Any(one => one.Contains("sleep\0", StringComparison.Ordinal)) && all.Any(one => one.Contains("\0supervise\0", StringComparison.Ordinal)));
            Assert.Equal(0, await end());
            using var limit = new CancellationTokenSource(Eventually.Patience);
            await session.WaitForExitAsync(limit.Token);
            var ended = Stopwatch.StartNew();
            while (Marked.Processes(mark) is { Count: > 0 } left)
            {
                Assert.True(ended.Elapsed < Patience, $"{Patience.TotalSeconds} s after its end there are still {string.Join(" and ", left)}:\n{Session.Text(output)}");
                await Task.Delay(100);
            }
            await reading.WaitAsync(limit.Token);
        }
        finally
        {
            if (!session.HasExited)
                session.Kill(entireProcessTree: true);
        }
    }
}
