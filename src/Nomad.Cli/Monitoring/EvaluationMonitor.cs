using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;

namespace Nomad.Cli.Monitoring;

/// <summary>
/// Follows an evaluation to its end and tells what happens on the way (spec cli §2). The exit code: 0 all placed (and the
/// deployment successful), 1 an error or an unsuccessful deployment, 2 allocations that found no place.
/// </summary>
public sealed class EvaluationMonitor(CommandCall call)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // A fresh evaluation is usually done within milliseconds: look again soon before falling back to the steady pace.
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, AllocListStub> seen = new(StringComparer.Ordinal);
    private Evaluation? last;

    /// <summary>Prints and waits until the evaluation is complete, failed or cancelled.</summary>
    public async Task<int> RunAsync(string id)
    {
        var (wait, row) = (FirstPoll, new LiveRow(call));
        Info($"Monitoring evaluation \"{call.Ids.Of(id)}\"");
        while (true)
        {
            Evaluation evaluation;
            try
            {
                evaluation = (await call.Api.Evaluations.GetAsync(id, stop: call.Stop)).Value;
                Show(evaluation, (await call.Api.Evaluations.AllocationsAsync(id, stop: call.Stop)).Value);
            }
            catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
            {
                call.Error($"No evaluation with id \"{id}\" found: {problem.Message}");
                return 1;
            }
            if (evaluation.Status is "complete" or "failed" or "canceled")
                return await FinishAsync(evaluation);
            await row.DuringAsync($"waiting for the scheduler: evaluation {evaluation.Status}", Task.Delay(wait, call.Time, call.Stop));
            wait = wait * 2 < Poll ? wait * 2 : Poll;
        }
    }

    private void Show(Evaluation evaluation, IReadOnlyList<AllocListStub> allocations)
    {
        if (last is null)
        {
            if (evaluation.TriggeredBy == "node-update" && evaluation.NodeID.Length > 0)
                Detail($"Evaluation triggered by node \"{call.Ids.Of(evaluation.NodeID)}\"");
            else if (evaluation.JobID.Length > 0)
                Detail($"Evaluation triggered by job \"{evaluation.JobID}\"");
        }
        if (evaluation.DeploymentID.Length > 0 && (last?.DeploymentID ?? "").Length == 0)
            Detail($"Evaluation within deployment: \"{call.Ids.Of(evaluation.DeploymentID)}\"");
        foreach (var allocation in allocations.OrderBy(a => a.Name, StringComparer.Ordinal))
            Show(allocation, evaluation);
        if (last is not null && last.Status != evaluation.Status && evaluation.Status != "pending" || last is null && evaluation.Status is not ("pending" or "blocked"))
            Detail($"Evaluation status changed: \"{last?.Status ?? "pending"}\" -> \"{evaluation.Status}\"");
        last = evaluation;
    }

    private void Show(AllocListStub allocation, Evaluation evaluation)
    {
        var known = seen.TryGetValue(allocation.ID, out var before);
        seen[allocation.ID] = allocation;
        if (!known)
        {
            if (allocation.DesiredStatus != "run")
                return;
            var verb = allocation.CreateIndex < evaluation.CreateIndex ? "modified" : "created";
            Detail($"Allocation \"{call.Ids.Of(allocation.ID)}\" {verb}: node \"{call.Ids.Of(allocation.NodeID)}\", group \"{allocation.TaskGroup}\"");
        }
        else if (before!.ClientStatus != allocation.ClientStatus)
        {
            var why = allocation.ClientDescription.Length > 0 ? $" ({allocation.ClientDescription})" : "";
            Detail($"Allocation \"{call.Ids.Of(allocation.ID)}\" status changed: \"{before.ClientStatus}\" -> \"{allocation.ClientStatus}\"{why}");
        }
    }

    private async Task<int> FinishAsync(Evaluation evaluation)
    {
        var failures = evaluation.FailedTGAllocs.OrEmpty();
        var finished = $"Evaluation \"{call.Ids.Of(evaluation.ID)}\" finished with status \"{evaluation.Status}\"";
        if (failures.Count == 0)
            Info(finished);
        else
        {
            Info(finished + " but failed to place all allocations:");
            foreach (var (group, metric) in failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Detail(PlacementText.Header(group, metric));
                foreach (var line in PlacementText.Lines(metric, "      "))
                    call.Line(line);
            }
            if (evaluation.BlockedEval.Length > 0)
                Detail($"Evaluation \"{call.Ids.Of(evaluation.BlockedEval)}\" waiting for additional capacity to place remainder");
        }
        if (evaluation.NextEval.Length > 0)
            return await FollowAsync(evaluation);
        if (evaluation.DeploymentID.Length > 0)
        {
            Info($"Monitoring deployment \"{call.Ids.Of(evaluation.DeploymentID)}\"");
            var ended = await new DeploymentMonitor(call).RunAsync(evaluation.DeploymentID);
            // A job was to be stopped and is: that its deployment is cancelled with it is no failure.
            // One that is done here and waits for other regions has done what was asked of it.
            return ended is "successful" or "blocked" || evaluation.TriggeredBy == "job-deregister" ? 0 : 1;
        }
        return failures.Count > 0 ? 2 : evaluation.Status == "complete" ? 0 : 1;
    }

    private async Task<int> FollowAsync(Evaluation evaluation)
    {
        var wait = evaluation.Wait.ToTimeSpan();
        Info($"Monitoring next evaluation \"{call.Ids.Of(evaluation.NextEval)}\" in {evaluation.Wait}");
        await new LiveRow(call).DuringAsync($"waiting {evaluation.Wait} for the next evaluation", Task.Delay(wait, call.Time, call.Stop));
        return await new EvaluationMonitor(call).RunAsync(evaluation.NextEval);
    }

    private string Now => TimeText.OfTask(call.Time.GetLocalNow());

    private void Info(string text) => call.Line(call.Paint.Bold("==> ") + $"{Now}: {text}");

    private void Detail(string text) => call.Line($"    {Now}: {text}");
}
