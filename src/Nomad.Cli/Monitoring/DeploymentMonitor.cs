using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Deployments;

namespace Nomad.Cli.Monitoring;

/// <summary>
/// Follows a deployment to its end. On a terminal the block is redrawn in place; in a pipe it is printed again, at first and
/// whenever something changed.
/// </summary>
/// <param name="call">The command that follows.</param>
/// <param name="pause">The least time between two looks; without it every change is shown at once.</param>
public sealed class DeploymentMonitor(CommandCall call, TimeSpan pause = default)
{
    private readonly LiveBlock block = new(call);

    /// <summary>The deployment's last status.</summary>
    public async Task<string> RunAsync(string id)
    {
        var query = new Query { Wait = TimeSpan.FromSeconds(2) };
        var (row, awaited) = (new LiveRow(call), "waiting for the deployment");
        string? shown = null;
        while (true)
        {
            Answer<Deployment> answer;
            try
            {
                answer = await row.DuringAsync(awaited, call.Api.Deployments.GetAsync(id, query, call.Stop));
            }
            catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
            {
                call.Error($"Error fetching deployment: {problem.Message}");
                return "";
            }
            query = query with { Index = answer.Index };
            var text = DeploymentText.Full(answer.Value, call) + await AllocationsAsync(id);
            if (text != shown)
                block.Draw($"{TimeText.OfTask(call.Time.GetLocalNow())}\n{text}");
            shown = text;
            if (answer.Value.Status is "successful" or "failed" or "cancelled")
                return answer.Value.Status;
            if (answer.Value.Status == "blocked" || answer.Value.Status == "paused" && !call.Terminal.IsInteractive)
                return answer.Value.Status;
            var groups = answer.Value.TaskGroups.OrEmpty().Values;
            awaited = $"waiting for the deployment: {groups.Sum(group => group.HealthyAllocs)} of {groups.Sum(group => group.DesiredTotal)} healthy";
            if (pause > TimeSpan.Zero)
                await row.DuringAsync(awaited, Task.Delay(pause, call.Time, call.Stop));
        }
    }

    private async Task<string> AllocationsAsync(string id) => call.Verbose
        ? "\n\n" + call.Paint.Bold("Allocations") + "\n" + AllocationTable.Of((await call.Api.Deployments.AllocationsAsync(id, stop: call.Stop)).Value, call)
        : "";
}
