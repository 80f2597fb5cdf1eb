using System.Collections.Frozen;
using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Rebalancing;
using Nomad.Scheduling.ServiceJobs;
using Nomad.Scheduling.SystemJobs;

namespace Nomad.Scheduling;

/// <summary>The schedulers by evaluation type.</summary>
public static class Schedulers
{
    private const int ServiceAttempts = 5;
    private const int BatchAttempts = 2;

    private static readonly IScheduler Service = new GenericScheduler(batch: false);
    private static readonly IScheduler Batch = new GenericScheduler(batch: true);
    private static readonly IScheduler System = new SystemScheduler(sysbatch: false);
    private static readonly IScheduler Sysbatch = new SystemScheduler(sysbatch: true);

    /// <exception cref="ArgumentException">The type is none of service, batch, system, sysbatch.</exception>
    public static IScheduler For(string type) => type switch
    {
        JobTypes.Service => Service,
        JobTypes.Batch => Batch,
        JobTypes.System => System,
        JobTypes.Sysbatch => Sysbatch,
        _ => throw new ArgumentException($"unknown scheduler '{type}'; known: service, batch, system, sysbatch", nameof(type)),
    };

    /// <summary>What to store of an evaluation that nobody can have made; null for all others, which are worked out.</summary>
    public static SchedulerResult? Refuse(Evaluation evaluation) => Triggers.Contains(evaluation.TriggeredBy) ? null : new SchedulerResult
    {
        Blocked = [],
        Evaluation = evaluation with { Status = EvalStatus.Failed, StatusDescription = EvalStatusDescriptions.UnknownTrigger(evaluation.TriggeredBy) },
    };

    private static readonly FrozenSet<string> Triggers = FrozenSet.ToFrozenSet(
    [
        EvalTriggers.JobRegister, EvalTriggers.JobDeregister, EvalTriggers.PeriodicJob, EvalTriggers.NodeDrain, EvalTriggers.NodeUpdate, EvalTriggers.AllocStop,
        EvalTriggers.RollingUpdate, EvalTriggers.DeploymentWatcher, EvalTriggers.FailedFollowUp, EvalTriggers.MaxPlanAttempts, EvalTriggers.AllocFailure,
        EvalTriggers.QueuedAllocs, EvalTriggers.Preemption, EvalTriggers.JobScaling, EvalTriggers.MaxDisconnectTimeout, EvalTriggers.Reconnect,
        EvalTriggers.AllocReschedule, Rebalancer.Trigger,
    ], StringComparer.Ordinal);

    /// <summary>Attempts without progress before a worker gives up.</summary>
    public static int Attempts(string type) => type is JobTypes.Service or JobTypes.System ? ServiceAttempts : BatchAttempts;

    /// <summary>What to store when all attempts ended in conflicts: the evaluation failed, and one that tries again when blocked ones are woken.</summary>
    public static SchedulerResult GiveUp(Evaluation evaluation, IClusterSnapshot snapshot, SchedulingContext context)
    {
        var blocked = FollowUpEvaluations.Blocked(evaluation, snapshot, context) with
        {
            TriggeredBy = EvalTriggers.MaxPlanAttempts,
            StatusDescription = EvalStatusDescriptions.CreatedDueToPlacementConflicts,
            EscapedComputedClass = true,
        };
        return new SchedulerResult
        {
            Blocked = [blocked],
            Evaluation = evaluation with
            {
                Status = EvalStatus.Failed,
                StatusDescription = EvalStatusDescriptions.MaximumAttempts(Attempts(evaluation.Type)),
                BlockedEval = blocked.ID,
            },
        };
    }
}
