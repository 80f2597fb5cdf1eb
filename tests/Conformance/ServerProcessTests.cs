using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>How a server's process differs from that of other agents, and that its tasks see nothing of it.</summary>
public sealed class ServerProcessTests
{
    private const int BrokenPipe = 13;

    // The one compiled while it runs keeps the collector it has.
    private static readonly bool IsNative = !File.Exists(NomadProgram.Path + ".dll");

    [Fact]
    public async Task A_server_collects_its_garbage_in_parallel_and_its_tasks_inherit_nothing_of_that()
    {
        using var folder = new HardFolder();
        folder.Write("look.nomad.hcl", """
            job "look" {
              type = "batch"
              group "g" {
                task "look" {
                  driver = "raw_exec"
                  config {
                    command = "/bin/sh"
                    args    = ["-c", "env; grep -E '^Sig(Ign|Blk)' /proc/self/status"]
                  }
                  resources {
                    cpu    = 20
                    memory = 20
                  }
                }
              }
            }
            """);
        await using var agent = await DevAgent.StartAsync(folder.Bind, ["-config=" + folder.Config]);
        var own = await File.ReadAllTextAsync($"/proc/{agent.ProcessId}/environ");
        Assert.Equal(IsNative && Environment.ProcessorCount > 1, own.Split('\0').Contains("DOTNET_gcServer=1"));
        Assert.Equal(0, (await agent.RunInAsync(folder.Root, "job", "run", "-detach", "look.nomad.hcl")).ExitCode);
        var said = "";
        await agent.UntilAsync("the task has ended", async () =>
        {
            said = (await agent.RunAsync("alloc", "logs", "-job", "look")).Out;
            return said.Contains("SigIgn", StringComparison.Ordinal);
        });
        Assert.DoesNotContain(said.Split('\n'), line => line.StartsWith("DOTNET_gc", StringComparison.OrdinalIgnoreCase) || line.Contains("COLLECTOR", StringComparison.Ordinal));
        var sets = said.Split('\n').Where(line => line.StartsWith("Sig", StringComparison.Ordinal)).Select(line => Convert.ToUInt64(line.Split('\t')[1], 16)).ToArray();
        Assert.Equal(2, sets.Length);
        Assert.All(sets, signals => Assert.Equal(0UL, signals & 1UL << (BrokenPipe - 1)));
    }
}
