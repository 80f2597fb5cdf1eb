using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary><c>nomad dev</c> at a terminal with several files: who speaks is told by colour and name, and a broken edit changes nothing.</summary>
public sealed partial class DevTerminalTests
{
    [Fact]
    public async Task Tasks_of_two_files_speak_in_colours_and_go_on_through_a_broken_edit()
    {
        using var folder = new HardFolder();
        var first = folder.Write("first.nomad.hcl", Job("first", "ada", "bob"));
        folder.Write("second.nomad.hcl", Job("second", "cyd", "dee"));
        // The session is the terminal's own process, so that a signal reaches it as Ctrl-C would.
        var start = NomadProgram.StartInfo(["-qefc", $"exec '{NomadProgram.Path}' dev -bind={folder.Bind} first.nomad.hcl second.nomad.hcl", "/dev/null"], folder.Root,
            new Dictionary<string, string> { ["TERM"] = "xterm" });
        start.FileName = "script";
        using var terminal = Process.Start(start)!;
        var output = new StringBuilder();
        var reading = Task.WhenAll(Session.ReadAsync(terminal.StandardOutput, output), Session.ReadAsync(terminal.StandardError, output));
        try
        {
            string[] speakers = ["ada", "bob", "cyd", "dee"];
            await Session.UntilAsync("all four speak", terminal, output, () => speakers.All(speaker => Said(output, speaker).Length > 0));
            // One colour for each task, on every of its lines.
            var colours = speakers.Select(speaker => Assert.Single(Said(output, speaker).Select(line => line.Colour).Distinct())).ToArray();
            Assert.Equal(4, colours.Distinct().Count());
            Assert.All(speakers, speaker => Assert.All(Said(output, speaker), line => Assert.Contains(speaker, line.Label)));

            await File.WriteAllTextAsync(first, Job("first", "ada", "bob").Replace("driver", "drivr =", StringComparison.Ordinal));
            await Session.UntilAsync("the mistake is shown with its line and a mark under it", terminal, output, () => MarkPattern().IsMatch(Session.Text(output)));
            var before = Said(output, "ada").Max(line => line.Count);
            await Session.UntilAsync("the old job goes on", terminal, output, () => Said(output, "ada").Max(line => line.Count) > before + 3);
            // Counted on, not begun again.
            Assert.Single(Said(output, "ada"), line => line.Count == 1);

            var children = (await File.ReadAllTextAsync($"/proc/{terminal.Id}/task/{terminal.Id}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(0, await HardFolder.CommandAsync("kill", "-2", Assert.Single(children)));
            using var limit = new CancellationTokenSource(Eventually.Patience);
            await terminal.WaitForExitAsync(limit.Token);
            await reading.WaitAsync(limit.Token);
            Assert.True(terminal.ExitCode == 0, Session.Text(output));
        }
        finally
        {
            if (!terminal.HasExited)
                terminal.Kill(entireProcessTree: true);
        }
    }

    private static string Job(string id, params string[] tasks) => $$"""
        job "{{id}}" {
          group "g" {
        {{string.Concat(tasks.Select(task => $$"""
            task "{{task}}" {
              driver       = "raw_exec"
              kill_timeout = "1s"
              config {
                command = "/bin/sh"
                args    = ["-c", "i=0; while true; do i=$((i+1)); echo {{task}} says $i; sleep 0.5; done"]
              }
              resources {
                cpu    = 20
                memory = 20
              }
            }

        """))}}
          }
        }
        """;

    private static (string Colour, string Label, int Count)[] Said(StringBuilder output, string speaker) =>
        [.. LinePattern().Matches(Session.Text(output)).Where(line => line.Groups[3].Value == speaker).Select(line => (line.Groups[1].Value, line.Groups[2].Value, int.Parse(line.Groups[4].Value)))];

    [GeneratedRegex(@"\x1b\[(\d+)m([^\x1b\n]*)│\x1b\[0m (\w+) says (\d+)")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"first\.nomad\.hcl[^\n]*\n(?s:.{0,400}?)drivr(?s:.{0,200}?)\^")]
    private static partial Regex MarkPattern();
}
