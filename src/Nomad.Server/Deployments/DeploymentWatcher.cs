using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Deployments;

/// <summary>
/// Looks after running deployments on the leader: goes on when there was progress, promotes, fails and goes back. Wakes up on
/// changes and on deadlines; gathers changes for a moment so that a burst of reports costs one look.
/// </summary>
public sealed class DeploymentWatcher(StateStore state, Proposer proposer, ServerPorts ports)
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly ILog log = ports.Log.For("nomad.deployments_watcher");
    private readonly Dictionary<string, ulong> seen = [];
    private readonly Permits changed = new(0, most: 1);

    /// <summary>Something about a deployment or its allocations was written.</summary>
    public void Wake() => changed.Release();

    public async Task RunAsync(CancellationToken stop)
    {
        seen.Clear();
        var until = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            await WaitAsync(until, stop);
            await Task.Delay(Gather, ports.Time, stop);
            until = await LookAsync(stop);
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

    private async Task<TimeSpan> LookAsync(CancellationToken stop)
    {
        var snapshot = state.Snapshot();
        var now = ports.Now;
        var next = now + Idle;
        foreach (var deployment in snapshot.Deployments().Where(each => each.IsActive()).ToList())
        {
            try
            {
                var step = DeploymentReview.Decide(snapshot, deployment, seen.GetValueOrDefault(deployment.ID), now);
                if (step is DeploymentStep.Wait { At: { } at } && at < next)
                    next = at;
                await ActAsync(snapshot, deployment, step, stop);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.Error($"deployment could not be acted on: deployment_id={deployment.ID} error=\"{problem.Message}\"");
            }
        }
        foreach (var id in seen.Keys.Where(id => snapshot.Deployment(id) is not { } left || !left.IsActive()).ToList())
            seen.Remove(id);
        var wait = next - ports.Now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
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
