using Nomad.Scheduling;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;
using Nomad.Server.Commands;
using Nomad.Server.Deployments;
using Nomad.Server.Draining;
using Nomad.Server.Evaluations;
using Nomad.Server.Heartbeats;
using Nomad.Server.Periodic;
using Nomad.Server.Regions;
using Nomad.Server.State;

namespace Nomad.Server.Leadership;

/// <summary>
/// Tells the leader's services what was written: evaluations to the broker, room to what waits for it, and so on. Runs on the
/// applying thread, so everything here is quick.
/// </summary>
internal sealed class CommitRouter(
    StateStore state, EvaluationBroker broker, BlockedEvaluations blocked, DeploymentWatcher deployments, NodeDrainer drainer, PeriodicDispatcher periodic, RolloutWatcher rollouts)
{
    public void Route(StateCommit commit)
    {
        foreach (var change in commit.Changes)
        {
            switch (change.After ?? change.Before)
            {
                case Evaluation: OnEvaluation(commit, change.Before as Evaluation, change.After as Evaluation); break;
                case Node: OnNode(commit.Index, change.Before as Node, change.After as Node); break;
                case Allocation: OnAllocation(commit.Index, change.Before as Allocation, (Allocation)change.After!); break;
                case Job: OnJob(commit.Index, change.Before as Job, change.After as Job); break;
                case Deployment deployment: OnDeployment(change.Before as Deployment, deployment); break;
                case QuotaUse use when change.Before is QuotaUse before && use.Amounts.IsLessThan(before.Amounts): OnQuota(commit.Index, use.Name); break;
                case QuotaSpec quota: OnQuota(commit.Index, quota.Name); break;
                case CSIVolume volume: OnVolume(commit.Index, volume.Namespace, volume.ID); break;
                case VolumeClaims claims: OnVolume(commit.Index, claims.Namespace, claims.VolumeID); break;
                case CSIPlugin plugin when plugin.CanPublish() && !(change.Before as CSIPlugin).CanPublish(): OnPlugin(commit.Index, plugin); break;
                case Namespace space: OnNamespace(commit.Index, change.Before as Namespace, space); break;
                case SchedulerConfiguration configuration: OnConfiguration(configuration); break;
            }
        }
    }

    /// <summary>Fills the broker and the blocked ones from the state.</summary>
    public void Restore(StateSnapshot snapshot)
    {
        foreach (var job in snapshot.Jobs())
            blocked.Follow(job);
        foreach (var eval in snapshot.Evaluations())
        {
            if (eval.Status == EvalStatus.Pending)
                broker.Enqueue(eval);
            else if (eval.Status == EvalStatus.Blocked)
                blocked.Block(eval, AwaitedChanges.SinceLooked(snapshot, eval));
        }
    }

    private void OnEvaluation(StateCommit commit, Evaluation? before, Evaluation? after)
    {
        if (after is null)
            return;
        switch (after.Status)
        {
            case EvalStatus.Pending when before?.Status != EvalStatus.Pending:
                broker.Enqueue(after);
                break;
            // A plan that says nothing of its evaluation only touches it; a blocked one that was woken is not blocked again by that.
            case EvalStatus.Blocked when commit.Command is not ApplyPlan { Outcome.Count: 0 }:
                blocked.Block(after, AwaitedChanges.SinceLooked(state.Snapshot(), after));
                break;
            case EvalStatus.Complete when after.PlacedAll() && !after.IsOfOneNode():
                blocked.Untrack(after.Namespace, after.JobID);
                break;
            case EvalStatus.Canceled or EvalStatus.Failed:
                broker.Forget(after.ID);
                blocked.Untrack(after);
                break;
        }
    }

    private void OnDeployment(Deployment? before, Deployment deployment)
    {
        deployments.Follow(before, deployment);
        rollouts.Follow(deployment);
    }

    private void OnNode(ulong index, Node? before, Node? after)
    {
        if (after is null)
        {
            blocked.Unblock(before!.ComputedClass, index);
            return;
        }
        if (after.DrainStrategy is { } strategy)
            drainer.Follow(after, strategy);
        var takes = after.TakesPlacements();
        if (!takes || before is not null && before.TakesPlacements() && before.ComputedClass == after.ComputedClass && !NodeOffer.Differs(before, after))
            return;
        blocked.Unblock(after.ComputedClass, index);
        blocked.UnblockNode(after.ID, index);
    }

    private void OnAllocation(ulong index, Allocation? before, Allocation after)
    {
        if (after.DeploymentID.Length > 0)
            deployments.Wake(after.DeploymentID);
        if ((before is not null && NearRules.Counts(before)) != NearRules.Counts(after))
            blocked.UnblockDependents(after.Namespace, after.JobID, index);
        if (blocked.AwaitsWork && (before?.ClientStatus != after.ClientStatus || before?.DeploymentStatus?.Healthy != after.DeploymentStatus?.Healthy))
            blocked.UnblockResource(JobWaits.JobResource(after.Namespace, after.JobID), index);
        if (before is null || before.IsClientTerminal() || !after.IsClientTerminal() || state.Snapshot().Node(after.NodeID) is not { } node)
            return;
        blocked.Unblock(node.ComputedClass, index);
        blocked.UnblockNode(node.ID, index);
    }

    private void OnQuota(ulong index, string name) => blocked.UnblockResource(BlockedEvaluations.QuotaResource(name), index);

    private void OnVolume(ulong index, string space, string id) => blocked.UnblockResource(VolumeStanding.Resource(space, id), index);

    private void OnPlugin(ulong index, CSIPlugin plugin)
    {
        foreach (var volume in state.Snapshot().CsiVolumes().Where(volume => volume.PluginID == plugin.ID))
            OnVolume(index, volume.Namespace, volume.ID);
    }

    // What waited for the quota it had may not be limited any more.
    private void OnNamespace(ulong index, Namespace? before, Namespace after)
    {
        if (before is { Quota.Length: > 0 } && before.Quota != after.Quota)
            OnQuota(index, before.Quota);
    }

    private void OnJob(ulong index, Job? before, Job? after)
    {
        if (blocked.AwaitsWork)
            OnAwaited(index, before, after);
        if (after is null || after.Stop)
            blocked.Untrack((after ?? before)!.Namespace, (after ?? before)!.ID);
        if (after is not null)
            blocked.Follow(after);
        if ((after ?? before)!.IsPeriodic())
            periodic.Wake();
    }

    private void OnAwaited(ulong index, Job? before, Job? after)
    {
        var job = (after ?? before)!;
        blocked.UnblockResource(JobWaits.JobResource(job.Namespace, job.ID), index);
        // One that is over makes room for one; a parent that changed may make room for any number.
        if (job.ParentID.Length > 0 && before is not null && before.Status != JobStatus.Dead && (after is null || after.Status == JobStatus.Dead))
            blocked.UnblockResource(JobWaits.ChildrenResource(job.Namespace, job.ParentID), index, most: 1);
        if (before?.JobModifyIndex != after?.JobModifyIndex)
            blocked.UnblockResource(JobWaits.ChildrenResource(job.Namespace, job.ID), index);
    }

    private void OnConfiguration(SchedulerConfiguration configuration)
    {
        if (broker.Enabled == !configuration.PauseEvalBroker)
            return;
        broker.SetEnabled(!configuration.PauseEvalBroker);
        blocked.SetEnabled(!configuration.PauseEvalBroker);
        if (!configuration.PauseEvalBroker)
            Restore(state.Snapshot());
    }
}
