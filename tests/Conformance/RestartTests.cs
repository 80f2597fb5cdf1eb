using System.Text.Json;
using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>kill -9 and start again: nothing acknowledged is lost and tasks go on.</summary>
public sealed class RestartTests
{
    private const string Job = """
        job "stay" {
          group "g" {
            task "sleep" {
              driver = "raw_exec"
              config { command = "/bin/sleep", args = ["600"] }
              resources { cpu = 20, memory = 20 }
            }
          }
        }
        """;

    [Fact]
    public async Task Killed_agent_comes_back_with_its_jobs_and_its_running_tasks()
    {
        using var folder = new HardFolder();
        folder.Write("stay.nomad.hcl", Job);
        string[] flags = ["-config=" + folder.Config];
        int pid;
        string allocation;
        await using (var first = await DevAgent.StartAsync(folder.Bind, flags))
        {
            var run = await first.RunInAsync(folder.Root, "job", "run", "-detach", "stay.nomad.hcl");
            Assert.Equal(0, run.ExitCode);
            allocation = await RunningAllocationAsync(first);
            pid = SleepOf(allocation);
            first.Signal(9);
            await first.WaitForExitAsync();
        }
        Assert.True(Directory.Exists($"/proc/{pid}"), "the task died with its agent");
        await using (var second = await DevAgent.StartAsync(folder.Bind, flags))
        {
            Assert.Equal(allocation, await RunningAllocationAsync(second));
            Assert.Equal(pid, SleepOf(allocation));
            var stop = await second.RunInAsync(folder.Root, "job", "stop", "-detach", "-purge", "stay");
            Assert.Equal(0, stop.ExitCode);
            await second.UntilAsync("the task is gone", () => Task.FromResult(!Directory.Exists($"/proc/{pid}")));
            await second.UntilAsync("the allocation's folder is gone", async () =>
            {
                await second.RunInAsync(folder.Root, "system", "gc");
                return !Directory.Exists($"{folder.Data}/alloc/{allocation}");
            });
        }
    }

    private static async Task<string> RunningAllocationAsync(DevAgent agent)
    {
        var id = "";
        await agent.UntilAsync("an allocation is running", async () =>
        {
            using var allocations = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/job/stay/allocations"));
            foreach (var allocation in allocations.RootElement.EnumerateArray().Where(a => a.GetProperty("ClientStatus").GetString() == "running"))
                id = allocation.GetProperty("ID").GetString()!;
            return id.Length > 0;
        });
        return id;
    }

    private static int SleepOf(string allocation) =>
        int.Parse(Assert.Single(Marked.Processes(allocation), process => process.Contains("sleep\0", StringComparison.Ordinal)).Split(':')[0]);
}
