using System.Globalization;
using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>How a server's process differs from that of other agents, and that its tasks see nothing of it.</summary>
public sealed class ServerProcessTests
{
    private const int BrokenPipe = 13;
    private const long LargeKilobytes = 128 << 10;
    private const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled";

    private static readonly bool HasHugePages = File.Exists(HugePages) && !File.ReadAllText(HugePages).Contains("[never]", StringComparison.Ordinal)
        && File.ReadAllText("/proc/sys/vm/overcommit_memory").Trim() != "2";

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

    [Fact]
    public async Task A_server_asks_for_its_heap_in_huge_pages_where_the_kernel_has_them()
    {
        using var folder = new HardFolder();
        await using var agent = await DevAgent.StartAsync(folder.Bind, ["-config=" + folder.Config]);
        // "wr" = usable for writing, "hg" = asked for: what is usable is a piece far larger than the heap of a server that has just begun.
        var (size, asked) = (0L, false);
        foreach (var line in await File.ReadAllLinesAsync($"/proc/{agent.ProcessId}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "Size:")
                size = long.Parse(words[1], CultureInfo.InvariantCulture);
            asked |= words[0] == "VmFlags:" && size >= LargeKilobytes && words.Contains("hg") && words.Contains("wr");
        }
        Assert.Equal(IsNative && Environment.ProcessorCount > 1 && HasHugePages, asked);
    }
}
