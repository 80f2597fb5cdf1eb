using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Which code applies which command.</summary>
internal static class CommandDispatch
{
    public static void Apply(StateTransaction writes, Command command)
    {
        switch (command)
        {
            case RegisterJob it: JobWrites.Register(writes, it); break;
            case DeregisterJobs it: JobWrites.Deregister(writes, it); break;
            case SetJobStability it: JobVersionWrites.SetStability(writes, it); break;
            case TagJobVersion it: JobVersionWrites.Tag(writes, it); break;
            case RecordScaling it: JobWrites.RecordScaling(writes, it); break;
            case RecordPeriodicLaunch it: JobWrites.RecordLaunch(writes, it); break;
            case ReconcileSummaries: SummaryWrites.Reconcile(writes); break;
            case UpsertEvaluations it: EvaluationWrites.Upsert(writes, it.Evaluations); break;
            case DeleteEvaluations it: EvaluationWrites.Delete(writes, it); break;
            case ApplyPlan it: PlanWrites.Apply(writes, it); break;
            case UpdateAllocationsFromClient it: AllocationWrites.UpdateFromClient(writes, it); break;
            case SetAllocationTransitions it: AllocationWrites.SetTransitions(writes, it); break;
            case RegisterNode it: NodeWrites.Register(writes, it); break;
            case DeregisterNodes it: NodeWrites.Deregister(writes, it); break;
            case SetNodeStatus it: NodeWrites.SetStatus(writes, it); break;
            case SetNodeDrain it: NodeWrites.SetDrain(writes, it); break;
            case SetNodeEligibility it: NodeWrites.SetEligibility(writes, it); break;
            case AddNodeEvents it: NodeWrites.AddEvents(writes, it); break;
            case SetDeploymentStatus it: DeploymentWrites.SetStatus(writes, it); break;
            case PromoteDeployment it: DeploymentWrites.Promote(writes, it); break;
            case SetDeploymentHealth it: DeploymentWrites.SetHealth(writes, it); break;
            case DeleteDeployments it: DeploymentWrites.Delete(writes, it); break;
            case SetSchedulerConfiguration it: OperatorWrites.SetScheduler(writes, it); break;
            case SetAutopilot it: OperatorWrites.SetAutopilot(writes, it); break;
            case UpsertNamespaces it: OperatorWrites.Upsert(writes, it); break;
            case DeleteNamespaces it: OperatorWrites.Delete(writes, it); break;
            case UpsertNodePools it: OperatorWrites.Upsert(writes, it); break;
            case DeleteNodePools it: OperatorWrites.Delete(writes, it); break;
            case UpsertQuotas it: QuotaWrites.Upsert(writes, it); break;
            case DeleteQuotas it: QuotaWrites.Delete(writes, it); break;
            case UpsertVolumes it: VolumeWrites.Upsert(writes, it); break;
            case DeleteVolume it: VolumeWrites.Delete(writes, it); break;
            case SetClusterMetadata it: OperatorWrites.SetCluster(writes, it); break;
            default: throw new InvalidOperationException($"unknown command {command.GetType().Name}: written by a newer version of this program");
        }
    }
}
