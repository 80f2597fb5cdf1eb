using Nomad.Rpc;

namespace Nomad.Server.Plans;

/// <summary>Plans that wait for the applier: highest priority first, then first come. Safe for any number of threads.</summary>
public sealed class PlanQueue
{
    /// <summary>Plans that may wait at once.</summary>
    public const int MaxWaiting = 8192;

    private readonly Lock gate = new();
    private readonly PriorityQueue<PendingPlan, (int, long)> heap = new();
    private readonly Permits filled = new(0);
    private long sequence;
    private bool enabled;

    internal sealed class PendingPlan(Plan plan, IReadOnlyList<Evaluation> outcome, IReadOnlyList<Evaluation> followUps)
    {
        public readonly Plan Plan = plan;
        public readonly IReadOnlyList<Evaluation> Outcome = outcome;
        public readonly IReadOnlyList<Evaluation> FollowUps = followUps;
        public readonly TaskCompletionSource<PlanResult> Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public int Count
    {
        get
        {
            lock (gate)
                return heap.Count;
        }
    }

    public void SetEnabled(bool on)
    {
        List<PendingPlan> flushed = [];
        lock (gate)
        {
            enabled = on;
            if (!on)
            {
                while (heap.TryDequeue(out var plan, out _))
                    flushed.Add(plan);
            }
        }
        foreach (var plan in flushed)
            plan.Done.TrySetException(new RpcException("plan queue flushed"));
    }

    /// <summary>
    /// Completes with what was committed of the plan. When that is all of it (<see cref="PlanResult.RefreshIndex"/> is 0), then so is
    /// <paramref name="outcome"/>: the evaluation as it ends, and what is blocked. Of <paramref name="followUps"/> those are stored that an allocation
    /// of the committed part waits for.
    /// </summary>
    public Task<PlanResult> EnqueueAsync(Plan plan, IReadOnlyList<Evaluation> outcome, IReadOnlyList<Evaluation>? followUps = null)
    {
        var pending = new PendingPlan(plan, outcome, followUps ?? []);
        lock (gate)
        {
            if (!enabled)
                throw new RpcException("plan queue is disabled");
            if (heap.Count >= MaxWaiting)
                throw new RpcException($"{MaxWaiting} plans are waiting already", 429);
            heap.Enqueue(pending, (-plan.Priority, sequence++));
        }
        filled.Release();
        return pending.Done.Task;
    }

    /// <summary>One that waits already, if any does.</summary>
    internal PendingPlan? TryTake()
    {
        if (!filled.TryTake())
            return null;
        lock (gate)
            return heap.TryDequeue(out var plan, out _) ? plan : null;
    }

    internal async Task<PendingPlan> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            await filled.WaitAsync(cancel);
            lock (gate)
            {
                if (heap.TryDequeue(out var plan, out _))
                    return plan;
            }
        }
    }
}
