using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary>Jobs that are well-formed and cannot run: people learn why from the usual commands.</summary>
public sealed class TaskFailureTests
{
    [Fact]
    public async Task Reasons_are_shown_where_people_look()
    {
        using var folder = new HardFolder();
        await using var agent = await DevAgent.StartAsync();
        await RunAsync(agent, folder, "unknown", "no_such_driver", "command = \"/bin/true\"", "");
        await RunAsync(agent, folder, "absent", "raw_exec", "command = \"/no/such/program\"", "");
        await RunAsync(agent, folder, "stranger", "raw_exec", "command = \"/bin/true\"", "user = \"nobody-of-that-name\"");
        await RunAsync(agent, folder, "misspelt", "raw_exec", "comand = \"/bin/true\"", "");

        await agent.UntilAsync("the missing driver is shown", async () =>
            (await agent.RunAsync("job", "status", "unknown")).Out.Contains("missing drivers", StringComparison.Ordinal));
        var absent = await EventsAsync(agent, "absent");
        Assert.Contains("Driver Failure", absent);
        Assert.Contains("/no/such/program", absent);
        Assert.Contains("Restarting", absent);
        Assert.Contains("Not Restarting", absent);
        Assert.Contains("nobody-of-that-name", await EventsAsync(agent, "stranger"));
        Assert.Contains("comand", await EventsAsync(agent, "misspelt"));
    }

    private static async Task RunAsync(DevAgent agent, HardFolder folder, string id, string driver, string config, string more)
    {
        var path = folder.Write(id + ".nomad.hcl", $$"""
            job "{{id}}" {
              type = "batch"
              group "g" {
                reschedule {
                  attempts  = 0
                  unlimited = false
                }
                restart {
                  attempts = 1
                  delay    = "1s"
                  interval = "10m"
                  mode     = "fail"
                }
                task "t" {
                  driver = "{{driver}}"
                  {{more}}
                  config {
                    {{config}}
                  }
                  resources {
                    cpu    = 20
                    memory = 20
                  }
                }
              }
            }
            """);
        var run = await agent.RunAsync("job", "run", "-detach", path);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
    }

    private static async Task<string> EventsAsync(DevAgent agent, string id)
    {
        var shown = "";
        await agent.UntilAsync($"job {id} has failed", async () =>
        {
            using var allocations = JsonDocument.Parse(await agent.Http.GetStringAsync($"/v1/job/{id}/allocations"));
            foreach (var allocation in allocations.RootElement.EnumerateArray().Where(a => a.GetProperty("ClientStatus").GetString() == "failed"))
                shown = (await agent.RunAsync("alloc", "status", allocation.GetProperty("ID").GetString()!)).Out;
            return shown.Length > 0;
        });
        return shown;
    }
}
