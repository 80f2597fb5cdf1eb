using Nomad.Rpc;
using Nomad.Scheduling;
using Nomad.Server.Collection;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Plans;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Workers;

/// <summary>
/// Has evaluations worked out on a snapshot, one at a time, submits their plans and stores what came of them. Several run at
/// once. Work given up is given to another by the broker.
/// </summary>
public sealed class EvaluationWorker(
    EvaluationBroker broker, PlanQueue plans, StateStore state, Proposer proposer, GarbageCollector collector, ServerPorts ports, IReadOnlyList<string>? types = null)
{
    private static readonly string[] AllTypes = [EvalTypes.Service, EvalTypes.Batch, EvalTypes.System, EvalTypes.Sysbatch, EvalTypes.Core];
    private static readonly TimeSpan TakeLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SnapshotLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> taken = types is null ? AllTypes : [.. types.Append(EvalTypes.Core).Distinct()];
    private readonly ILog log = ports.Log.For("nomad.worker");
    private TimeSpan backoff = FirstBackoff;

    /// <summary>
    /// Evaluations whose small plans wait to be written while this worker decides the next ones: with 32 workers waited for places, not for work, where hundreds of
    /// jobs are submitted at once.
    /// </summary>
    private const int MaxUnderWay = 128;

    /// <summary>
    /// Plans of more placements than this are waited for: others decided meanwhile would look at nodes that are about to fill up, and lose.
    /// </summary>
    private const int SmallPlan = 8;

    public async Task RunAsync(CancellationToken stop)
    {
        var slots = new Permits(MaxUnderWay);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await slots.WaitAsync(stop);
                EvaluationLease? lease = null;
                try
                {
                    lease = await broker.TakeAsync(taken, TakeLimit, stop);
                }
                finally
                {
                    if (lease is null)
                        slots.Release();
                }
                if (lease is null)
                    continue;
                var decided = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await Waiting.AnyWithinAsync([WorkAsync(lease, decided, slots, stop), decided.Task], Timeout.InfiniteTimeSpan, ports.Time, CancellationToken.None);
            }
        }
        finally
        {
            for (var i = 0; i < MaxUnderWay; i++)
                await slots.WaitAsync(CancellationToken.None);
        }
        stop.ThrowIfCancellationRequested();
    }

    // Never throws: what goes wrong with one evaluation is the broker's business.
    private async Task WorkAsync(EvaluationLease lease, TaskCompletionSource decided, Permits slots, CancellationToken stop)
    {
        try
        {
            await ProcessAsync(lease, decided, stop);
            broker.Ack(lease.Evaluation.ID, lease.Token);
            backoff = FirstBackoff;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            GiveBack(lease);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Whatever went wrong, the evaluation must not be lost: others try it, at last it is marked failed.
            log.Error($"failed to process evaluation: eval_id={lease.Evaluation.ID} error=\"{problem.Message}\"");
            if (problem is not RpcException and not TimeoutException)
                log.Debug(problem.ToString());
            GiveBack(lease, problem.Message);
            await PauseAsync(stop);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(backoff, ports.Time, stop);
            backoff = backoff * 2 > LongestBackoff ? LongestBackoff : backoff * 2;
        }
        catch (OperationCanceledException)
        {
            // The worker ends anyway.
        }
    }

    private void GiveBack(EvaluationLease lease, string reason = "")
    {
        try
        {
            broker.Nack(lease.Evaluation.ID, lease.Token, reason);
        }
        catch (RpcException)
        {
            // Its time was up or leadership is lost: someone else has it.
        }
    }

    private async Task ProcessAsync(EvaluationLease lease, TaskCompletionSource decided, CancellationToken stop)
    {
        var eval = lease.Evaluation;
        var snapshot = await state.AtLeastAsync(eval.ModifyIndex, SnapshotLimit, stop);
        if (eval.Type == EvalTypes.Core)
        {
            await collector.CollectAsync(eval.JobID, snapshot, stop);
            return;
        }
        if (Schedulers.Refuse(eval) is { } refused)
        {
            await FinishAsync(lease, snapshot, refused, stop);
            return;
        }
        // A blocked evaluation that was woken carries its new status only in the broker.
        var attempts = Schedulers.Attempts(eval.Type);
        var begun = false;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var context = Context();
            var started = ports.Meters.Now();
            var result = Schedulers.For(eval.Type).Process(new ClusterView(snapshot, state), eval, context);
            ports.Meters.Measure(RunOf(eval.Type), started);
            if (result.Plan is null || IsNoop(result.Plan))
            {
                await FinishAsync(lease, snapshot, result, stop);
                return;
            }
            if (result.Plan.NodeAllocation.OrEmpty().Values.Sum(own => own.Count) <= SmallPlan)
                decided.TrySetResult();
            var committed = await SubmitAsync(lease, snapshot, result, stop);
            if (committed.RefreshIndex == 0)
                return;
            if (MadeProgress(committed) || (committed.Deployment is not null && !begun))
                attempt = -1;
            begun |= committed.Deployment is not null;
            snapshot = await state.AtLeastAsync(committed.RefreshIndex, SnapshotLimit, stop);
        }
        await FinishAsync(lease, snapshot, Schedulers.GiveUp(eval, new ClusterView(snapshot, state), Context()), stop);
    }

    private static string RunOf(string type) => type switch
    {
        EvalTypes.Service => "nomad.worker.invoke_scheduler.service",
        EvalTypes.Batch => "nomad.worker.invoke_scheduler.batch",
        EvalTypes.System => "nomad.worker.invoke_scheduler.system",
        _ => "nomad.worker.invoke_scheduler.sysbatch",
    };

    private SchedulingContext Context() => SchedulingContext.Seeded(ports.NextSeed(), ports.Now) with { NewId = ports.NewId };

    private static bool IsNoop(Plan plan) => plan.NodeUpdate.OrEmpty().Count == 0 && plan.NodeAllocation.OrEmpty().Count == 0
        && plan.Deployment is null && plan.DeploymentUpdates.OrEmpty().Count == 0;

    private static bool MadeProgress(PlanResult result) =>
        result.NodeUpdate.OrEmpty().Count > 0 || result.NodeAllocation.OrEmpty().Count > 0 || result.DeploymentUpdates.OrEmpty().Count > 0;

    private async Task<PlanResult> SubmitAsync(EvaluationLease lease, StateSnapshot snapshot, SchedulerResult result, CancellationToken stop)
    {
        broker.PauseTimeout(lease.Evaluation.ID, lease.Token);
        var started = ports.Meters.Now();
        try
        {
            return await plans.EnqueueAsync(result.Plan! with
            {
                EvalID = lease.Evaluation.ID,
                EvalToken = lease.Token,
                SnapshotIndex = snapshot.Index,
            }, Outcome(snapshot, result), Dated(result.FollowUps)).WithinAsync(stop);
        }
        finally
        {
            ports.Meters.Measure("nomad.worker.submit_plan", started);
            broker.ResumeTimeout(lease.Evaluation.ID, lease.Token);
        }
    }

    private Task FinishAsync(EvaluationLease lease, StateSnapshot snapshot, SchedulerResult result, CancellationToken stop) =>
        StoreAsync(lease, Outcome(snapshot, result), stop);

    private Evaluation[] Outcome(StateSnapshot snapshot, SchedulerResult result)
    {
        var done = result.Evaluation with { SnapshotIndex = snapshot.Index };
        // An evaluation that is blocked again is the processed one itself.
        var blocked = result.Blocked.Where(each => each.ID != done.ID).Select(each => each with { SnapshotIndex = snapshot.Index });
        return Dated([.. blocked, done]);
    }

    private Evaluation[] Dated(IEnumerable<Evaluation> evaluations)
    {
        var now = ports.NowNanoseconds;
        return [.. evaluations.Select(eval => eval with { ModifyTime = now, CreateTime = eval.CreateTime == 0 ? now : eval.CreateTime })];
    }

    private async Task StoreAsync(EvaluationLease lease, Evaluation[] evaluations, CancellationToken stop)
    {
        broker.Renew(lease.Evaluation.ID, lease.Token);
        await proposer.ProposeAsync(new UpsertEvaluations(evaluations), stop);
    }
}
