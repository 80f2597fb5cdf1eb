using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary><c>logs -f</c> and <c>fs -f</c>: what is printed after the command began arrives, and Ctrl-C ends it well.</summary>
public sealed partial class FollowingTests(FollowingTests.Counting counting) : IClassFixture<FollowingTests.Counting>
{
    [Theory]
    [InlineData("logs -f {0}", "out", "err")]
    [InlineData("alloc logs -f {0} count", "out", "err")]
    [InlineData("logs -f -stderr {0}", "", "err")]
    [InlineData("logs -f -stdout {0}", "out", "")]
    [InlineData("logs -f -tail -n 2 {0}", "out", "")]
    [InlineData("logs -f -tail -c 4 -stderr {0}", "", "err")]
    [InlineData("fs -f {0} count/local/grow.txt", "file", "")]
    [InlineData("alloc fs -f -n 1 {0} count/local/grow.txt", "file", "")]
    public async Task What_comes_later_is_followed_until_interrupted(string words, string inOutput, string inError)
    {
        // On which of the command's own streams a line is shown is the stream's name; a chosen stream is shown as output.
        var both = inOutput.Length > 0 && inError.Length > 0;
        var now = await counting.LatestAsync();
        using var following = Process.Start(NomadProgram.StartInfo(string.Format(words, counting.Alloc).Split(' '), Path.GetTempPath(), counting.Agent.Environment))!;
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var reading = Task.WhenAll(ReadAsync(following.StandardOutput, output), ReadAsync(following.StandardError, error));
        try
        {
            await UntilAsync(following, () => Later(inOutput.Length > 0 ? inOutput : inError, output, now) && (!both || Later(inError, error, now)), output, error);
            Assert.True(both || error.Length == 0, error.ToString());
            Assert.False(inError.Length == 0 && Text(output).Contains("err", StringComparison.Ordinal));
            using (var kill = Process.Start("kill", ["-2", following.Id.ToString()]))
                await kill.WaitForExitAsync();
            using var limit = new CancellationTokenSource(Eventually.Patience);
            await following.WaitForExitAsync(limit.Token);
            await reading.WaitAsync(limit.Token);
            Assert.Equal(0, following.ExitCode);
        }
        finally
        {
            if (!following.HasExited)
                following.Kill();
        }
    }

    [Fact]
    public async Task A_tail_of_bytes_is_that_long()
    {
        var outcome = await counting.Agent.RunAsync("fs", "-c", "3", counting.Alloc, "count/local/note.txt");
        Assert.Equal((0, "ef\n", ""), (outcome.ExitCode, outcome.Out, outcome.Error));
        outcome = await counting.Agent.RunAsync("fs", "-tail", "-c", "5", counting.Alloc, "count/local/note.txt");
        Assert.Equal((0, "cdef\n"), (outcome.ExitCode, outcome.Out));
    }

    // Lines are "out 17", "err 17", "file 17".
    private static bool Later(string kind, StringBuilder text, int than) =>
        LinePattern().Matches(Text(text)).Any(line => line.Groups[1].Value == kind && int.Parse(line.Groups[2].Value) > than + 2);

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private static async Task UntilAsync(Process following, Func<bool> condition, StringBuilder output, StringBuilder error)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(following.HasExited, $"it ended by itself:\n{Text(output)}\n{Text(error)}");
            Assert.True(started.Elapsed < Eventually.Patience, $"nothing more came:\n{Text(output)}\n{Text(error)}");
            await Task.Delay(50);
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (into)
                into.AppendLine(line);
        }
    }

    [GeneratedRegex(@"\b(out|err|file) (\d+)\r?\n")]
    private static partial Regex LinePattern();

    /// <summary>An agent with a task that counts on both of its outputs and in a file.</summary>
    public sealed class Counting : IAsyncLifetime
    {
        public DevAgent Agent { get; private set; } = null!;

        public string Alloc { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Agent = await DevAgent.StartAsync();
            var file = Path.Combine(Path.GetTempPath(), $"nomad-count-{Guid.NewGuid():N}.nomad");
            await File.WriteAllTextAsync(file, """
                job "counter" {
                  group "g" {
                    task "count" {
                      driver       = "raw_exec"
                      kill_timeout = "1s"
                      config {
                        command = "/bin/sh"
                        args    = ["-c", "echo abcdef > local/note.txt; i=0; while true; do i=$((i+1)); echo out $i; echo err $i >&2; echo file $i >> local/grow.txt; sleep 0.3; done"]
                      }
                      resources {
                        cpu    = 20
                        memory = 20
                      }
                    }
                  }
                }
                """);
            try
            {
                var run = await Agent.RunAsync("run", "-detach", file);
                Assert.True(run.ExitCode == 0, run.Out + run.Error);
            }
            finally
            {
                File.Delete(file);
            }
            await Agent.UntilAsync("it counts", async () =>
            {
                Alloc = (await Agent.RunAsync("job", "allocs", "-t", "{{range .}}{{.ID}}{{end}}", "counter")).Out.Trim();
                return Alloc.Length > 0 && (await Agent.RunAsync("logs", Alloc)).Out.Contains("out 2", StringComparison.Ordinal);
            });
        }

        /// <summary>How far the task has counted.</summary>
        public async Task<int> LatestAsync() => LinePattern().Matches((await Agent.RunAsync("logs", "-tail", "-n", "3", Alloc)).Out).Max(line => int.Parse(line.Groups[2].Value));

        public ValueTask DisposeAsync() => Agent.DisposeAsync();
    }
}
