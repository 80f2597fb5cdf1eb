using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What `job run` and `job stop` tell while they follow an evaluation. Times and repeats vary, the order does not.</summary>
public sealed class MonitorTests
{
    [Fact]
    public async Task Run_follows_the_evaluation_and_the_deployment_to_their_end()
    {
        await using var agent = await DevAgent.StartAsync();
        var jobs = Path.Combine(AppContext.BaseDirectory, "Scripts", "jobs");
        var run = await agent.RunInAsync(jobs, "job", "run", "web.nomad");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        InOrder(run.Out, ": Monitoring evaluation \"", ": Evaluation triggered by job \"web\"", "created: node \"", "group \"app\"",
            ": Evaluation status changed: \"pending\" -> \"complete\"", "finished with status \"complete\"", ": Monitoring deployment \"",
            "Job ID      = web", "Deployed", "Task Group  Desired  Placed  Healthy  Unhealthy  Progress Deadline",
            "Status      = successful", "Description = Deployment completed successfully", "app         2        2       2        0");

        var stop = await agent.RunAsync("stop", "web");
        Assert.Equal(0, stop.ExitCode);
        InOrder(stop.Out, ": Monitoring evaluation \"", ": Evaluation triggered by job \"web\"", "finished with status \"complete\"");
    }

    [Fact]
    public async Task A_job_that_fits_nowhere_is_answered_with_why_and_exit_code_2()
    {
        await using var agent = await DevAgent.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nomad-monitor-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "big.nomad"), """
            job "big" {
              type = "batch"
              group "g" {
                task "t" {
                  driver = "raw_exec"
                  config { command = "/bin/true" }
                  resources { memory = 90000000 }
                }
              }
            }
            """);
        var run = await agent.RunInAsync(folder, "run", "big.nomad");
        Directory.Delete(folder, recursive: true);
        Assert.Equal(2, run.ExitCode);
        InOrder(run.Out, "finished with status \"complete\" but failed to place all allocations:", "Task Group \"g\" (failed to place 1 allocation):",
            "* Resources exhausted on 1 nodes", "* Dimension \"memory\" exhausted on 1 nodes", "waiting for additional capacity to place remainder");
    }

    private static void InOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{part}\" is missing or out of order in:\n{text}");
            at = found + part.Length;
        }
    }
}
