using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Deployments;

/// <summary>
/// Looks after running deployments on the leader: goes on when there was progress, promotes, fails and goes back. Looks at those that
/// changed and those whose deadline is due; gathers changes for a moment so that a burst of reports costs one look.
/// </summary>
public sealed class DeploymentWatcher(StateStore state, Proposer proposer, ServerPorts ports)
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>All are looked at this often, changed or not: what a deployment hangs on may be elsewhere.</summary>
    private static readonly TimeSpan WholeRound = TimeSpan.FromMinutes(1);

    private readonly ILog log = ports.Log.For("nomad.deployments_watcher");
    private readonly Dictionary<string, ulong> seen = [];
    private readonly ConcurrentDictionary<string, bool> dirty = [];
    private readonly StoredDeadlines deadlines = new(ports);

    // By the clock nobody can set.
    private readonly PriorityQueue<string, DateTimeOffset> due = new();
    private readonly Dictionary<string, DateTimeOffset> queued = [];
    private readonly Permits changed = new(0, most: 1);

    /// <summary>A deployment was written.</summary>
    public void Follow(Deployment? before, Deployment after)
    {
        if (after.IsActive())
            foreach (var (name, group) in after.TaskGroups.OrEmpty())
                if (group.RequireProgressBy != default && before?.TaskGroups.OrEmpty().GetValueOrDefault(name)?.RequireProgressBy != group.RequireProgressBy)
                    Left(after.ID, name, group);
        Wake(after.ID);
    }

    /// <summary>Something about a deployment or its allocations was written.</summary>
    public void Wake(string deploymentId)
    {
        dirty[deploymentId] = true;
        changed.Release();
    }

    public async Task RunAsync(CancellationToken stop)
    {
        seen.Clear();
        dirty.Clear();
        deadlines.Clear();
        due.Clear();
        queued.Clear();
        var roundAt = DateTimeOffset.MinValue;
        while (!stop.IsCancellationRequested)
        {
            if (ports.Steady >= roundAt)
            {
                foreach (var deployment in state.Snapshot().Deployments())
                    if (deployment.IsActive())
                        dirty[deployment.ID] = true;
                roundAt = ports.Steady + WholeRound;
            }
            await LookAsync(stop);
            var left = roundAt - ports.Steady;
            if (due.TryPeek(out _, out var first) && first - ports.Steady < left)
                left = first - ports.Steady;
            if (left > TimeSpan.Zero)
                await WaitAsync(left, stop);
            await Task.Delay(Gather, ports.Time, stop);
        }
    }

    private async Task WaitAsync(TimeSpan limit, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limit, ports.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // A deadline is due.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        // First the list, then the state: what is written in between is on the list for the next time.
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var id in dirty.Keys)
            if (dirty.TryRemove(id, out _))
                ids.Add(id);
        while (due.TryPeek(out _, out var at) && at <= ports.Steady)
        {
            var id = due.Dequeue();
            queued.Remove(id);
            ids.Add(id);
        }
        if (ids.Count == 0)
            return;
        var snapshot = state.Snapshot();
        foreach (var id in ids)
        {
            if (snapshot.Deployment(id) is not { } deployment || !deployment.IsActive())
            {
                seen.Remove(id);
                deadlines.Forget(id);
                continue;
            }
            try
            {
                var step = DeploymentReview.Decide(snapshot, deployment, seen.GetValueOrDefault(id), ports.Now,
                    (name, group) => Left(id, name, group));
                await ActAsync(snapshot, deployment, step, stop);
                if (step is DeploymentStep.Wait { For: { } left })
                    LookAfter(id, left);
                else if (step is not DeploymentStep.Wait)
                    Wake(id);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.Error($"deployment could not be acted on: deployment_id={id} error=\"{problem.Message}\"");
                LookAfter(id, AgainAfterFailure);
            }
        }
    }

    private TimeSpan Left(string id, string name, DeploymentState group) =>
        deadlines.Left(id, name, group.RequireProgressBy, group.ProgressDeadline.ToTimeSpan());

    // One entry each: deadlines only move on, and at the earlier one the later is found.
    private void LookAfter(string id, TimeSpan left)
    {
        var at = ports.Steady + left;
        if (queued.TryGetValue(id, out var earlier) && earlier <= at)
            return;
        queued[id] = at;
        due.Enqueue(id, at);
    }

    private async Task ActAsync(StateSnapshot snapshot, Deployment deployment, DeploymentStep step, CancellationToken stop)
    {
        switch (step)
        {
            case DeploymentStep.Fail fail:
                log.Debug($"deployment fails: deployment_id={deployment.ID} reason=\"{fail.Description}\"");
                await proposer.ProposeAsync(DeploymentEnding.Fail(snapshot, deployment, fail.Description, ports, fail.Group).Command, stop);
                break;
            case DeploymentStep.Promote:
                await proposer.ProposeAsync(new PromoteDeployment(deployment.ID, null,
                    DeploymentEnding.EvaluationOf(snapshot, deployment, ports), ports.NowNanoseconds), stop);
                break;
            case DeploymentStep.Reschedule again:
                await proposer.ProposeAsync(new SetAllocationTransitions(
                    again.AllocationIDs.ToDictionary(id => id, _ => new DesiredTransition { Reschedule = true }),
                    [DeploymentEnding.EvaluationOf(snapshot, deployment, ports)], ports.NowNanoseconds), stop);
                break;
            case DeploymentStep.Continue:
                await proposer.ProposeAsync(new UpsertEvaluations([DeploymentEnding.EvaluationOf(snapshot, deployment, ports)]), stop);
                seen[deployment.ID] = snapshot.Index;
                break;
        }
    }
}
