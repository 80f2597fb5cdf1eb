using Nomad.Rpc;
using Nomad.Server.State;

namespace Nomad.Server.Evaluations;

/// <summary>
/// The leader's queue of evaluations: by priority, at most one of a job at a time, given out for a limited time, again after a
/// wait when a worker gave up. Lives in memory and is rebuilt from the state. Safe for any number of threads.
/// </summary>
public sealed class EvaluationBroker(ServerPorts ports, BrokerOptions options)
{
    /// <summary>The queue of those given up, which a worker asks for by this type.</summary>
    public const string FailedQueue = "_failed";

    /// <summary>Timers end after 49 days at most; a job may ask for longer waits, which take several.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>Timers may fire a little early by the clock.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromSeconds(1);

    /// <summary>Characters of a reason that are kept.</summary>
    private const int LongestReason = 512;

    private readonly Lock gate = new();
    private readonly Dictionary<string, ReadyQueue> ready = [];
    private readonly Dictionary<JobKey, string> busy = [];
    private readonly Dictionary<JobKey, List<Evaluation>> pending = [];
    private readonly Dictionary<string, Outstanding> outstanding = [];
    private readonly Dictionary<string, int> deliveries = [];
    private readonly Dictionary<string, string> problems = [];
    private readonly Dictionary<string, ITimer> waiting = [];
    private readonly Dictionary<string, Evaluation> requeue = [];
    private readonly List<Evaluation> cancelable = [];
    private TaskCompletionSource arrival = NewSignal();
    private bool enabled;

    private sealed class Outstanding(EvaluationLease lease)
    {
        public readonly EvaluationLease Lease = lease;
        public ITimer? Timer;
    }

    public bool Enabled
    {
        get
        {
            lock (gate)
                return enabled;
        }
    }

    /// <summary>Turning it off forgets everything: another server leads, or operators paused it.</summary>
    public void SetEnabled(bool on)
    {
        lock (gate)
        {
            enabled = on;
            if (!on)
                Flush();
            Signal();
        }
    }

    public void Enqueue(IEnumerable<Evaluation> evaluations)
    {
        foreach (var eval in evaluations)
            Enqueue(eval);
    }

    /// <summary>
    /// Takes in an evaluation. One that a worker holds runs once more when the worker is done; one that waits already is ignored.
    /// </summary>
    public void Enqueue(Evaluation eval)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            if (outstanding.ContainsKey(eval.ID))
                requeue[eval.ID] = eval;
            if (deliveries.ContainsKey(eval.ID))
                return;
            deliveries[eval.ID] = 0;
            var now = ports.Now;
            var wait = eval.Wait.Nanoseconds > 0 ? eval.Wait.ToTimeSpan() : eval.WaitUntil > now ? eval.WaitUntil - now : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
                Delay(eval, wait);
            else
                MakeReady(eval);
        }
    }

    /// <summary>Forgets an evaluation that waits for its time: it is over already. One that was given out before goes its way.</summary>
    public void Forget(string evaluationId)
    {
        lock (gate)
        {
            if (!deliveries.TryGetValue(evaluationId, out var given) || given > 0 || !waiting.Remove(evaluationId, out var timer))
                return;
            timer.Dispose();
            deliveries.Remove(evaluationId);
        }
    }

    /// <summary>The most urgent evaluation of the types asked for; null when none came in time.</summary>
    public async Task<EvaluationLease?> TakeAsync(IReadOnlyList<string> types, TimeSpan limit, CancellationToken cancel)
    {
        var since = ports.Time.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (enabled && TryTake(types) is { } lease)
                    return lease;
                changed = arrival.Task;
            }
            var left = limit - ports.Time.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                return null;
            try
            {
                await changed.WithinAsync(left, ports.Time, cancel);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    /// <summary>The worker is done. Throws <see cref="RpcException"/> when it no longer holds the evaluation.</summary>
    public void Ack(string evaluationId, string token)
    {
        lock (gate)
        {
            var eval = Release(evaluationId, token).Lease.Evaluation;
            deliveries.Remove(evaluationId);
            problems.Remove(evaluationId);
            var job = new JobKey(eval.Namespace, eval.JobID);
            busy.Remove(job);
            if (pending.Remove(job, out var queue))
                TakeNewest(job, queue);
            if (requeue.Remove(evaluationId, out var again))
                EnqueueNow(again);
        }
    }

    /// <summary>The worker gives up: the evaluation is given out again after a wait, or to the failed queue after too many tries.</summary>
    /// <param name="reason">What went wrong, for whoever asks why it failed at last; empty when nothing did.</param>
    public void Nack(string evaluationId, string token, string reason = "")
    {
        lock (gate)
        {
            var held = Release(evaluationId, token);
            if (reason.Length > 0)
                problems[evaluationId] = reason.Length <= LongestReason ? reason : reason[..LongestReason];
            requeue.Remove(evaluationId);
            var eval = held.Lease.Evaluation;
            if (held.Lease.Deliveries >= options.DeliveryLimit)
                Ready(FailedQueue).Add(eval);
            else
                Delay(eval, held.Lease.Deliveries == 1 ? options.InitialNackDelay : (held.Lease.Deliveries - 1) * options.SubsequentNackDelay);
            Signal();
        }
    }

    /// <summary>What went wrong with an evaluation the last time; empty when nothing did.</summary>
    public string Problem(string evaluationId)
    {
        lock (gate)
            return problems.GetValueOrDefault(evaluationId, "");
    }

    /// <summary>Whether a worker holds the evaluation with this token.</summary>
    public bool Holds(string evaluationId, string token)
    {
        lock (gate)
            return outstanding.TryGetValue(evaluationId, out var held) && held.Lease.Token == token;
    }

    /// <summary>Throws <see cref="RpcException"/> unless the worker holds the evaluation; gives it the whole time again.</summary>
    public void Renew(string evaluationId, string token)
    {
        lock (gate)
            Held(evaluationId, token).Timer?.Change(options.NackTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time does not run while a plan of the evaluation waits for its turn.</summary>
    public void PauseTimeout(string evaluationId, string token)
    {
        lock (gate)
            Held(evaluationId, token).Timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void ResumeTimeout(string evaluationId, string token)
    {
        lock (gate)
        {
            if (outstanding.TryGetValue(evaluationId, out var held) && held.Lease.Token == token)
                held.Timer?.Change(options.NackTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Those made needless by a newer one of their job; the leader marks them cancelled.</summary>
    public IReadOnlyList<Evaluation> TakeCancelable(int limit)
    {
        lock (gate)
        {
            var taken = cancelable.Take(limit).ToList();
            cancelable.RemoveRange(0, taken.Count);
            return taken;
        }
    }

    /// <summary>Gives back what could not be marked.</summary>
    public void ReturnCancelable(IReadOnlyList<Evaluation> evaluations)
    {
        lock (gate)
        {
            if (enabled)
                cancelable.InsertRange(0, evaluations);
        }
    }

    public BrokerStats Stats()
    {
        lock (gate)
        {
            return new BrokerStats(ready.Where(q => q.Key != FailedQueue).Sum(q => q.Value.Count), outstanding.Count,
                pending.Values.Sum(list => list.Count), waiting.Count, ready.GetValueOrDefault(FailedQueue)?.Count ?? 0, cancelable.Count)
            {
                ReadyByType = ready.ToDictionary(queue => queue.Key, queue => queue.Value.Count),
            };
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EvaluationLease? TryTake(IReadOnlyList<string> types)
    {
        ReadyQueue? best = null;
        var ties = 0;
        foreach (var type in types)
        {
            if (!ready.TryGetValue(type, out var queue) || queue.Head is not { } head)
                continue;
            if (best is null || head.Priority > best.Head!.Priority)
                (best, ties) = (queue, 1);
            else if (head.Priority == best.Head!.Priority && ports.NextDouble() * ++ties < 1)
                best = queue;
        }
        if (best is null)
            return null;
        var eval = best.Take();
        var lease = new EvaluationLease(eval, ports.NewId(), deliveries[eval.ID] = deliveries.GetValueOrDefault(eval.ID) + 1);
        var held = new Outstanding(lease);
        outstanding[eval.ID] = held;
        held.Timer = ports.Time.CreateTimer(_ => TimeIsUp(lease), null, options.NackTimeout, Timeout.InfiniteTimeSpan);
        return lease;
    }

    private void TimeIsUp(EvaluationLease lease)
    {
        try
        {
            Nack(lease.Evaluation.ID, lease.Token, "evaluation nack timeout reached");
        }
        catch (RpcException)
        {
            // Acknowledged at the last moment.
        }
    }

    private Outstanding Held(string evaluationId, string token) =>
        !outstanding.TryGetValue(evaluationId, out var held) ? throw new RpcException("evaluation is not outstanding")
            : held.Lease.Token != token ? throw new RpcException("evaluation token does not match") : held;

    private Outstanding Release(string evaluationId, string token)
    {
        var held = Held(evaluationId, token);
        held.Timer?.Dispose();
        outstanding.Remove(evaluationId);
        return held;
    }

    private void Delay(Evaluation eval, TimeSpan wait)
    {
        if (waiting.Remove(eval.ID, out var old))
            old.Dispose();
        var until = ports.Steady + wait;
        waiting[eval.ID] = ports.Time.CreateTimer(_ => WaitIsOver(eval, until), null, wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    private void WaitIsOver(Evaluation eval, DateTimeOffset until)
    {
        lock (gate)
        {
            if (!waiting.Remove(eval.ID, out var timer))
                return;
            timer.Dispose();
            if (until - ports.Steady is var left && left > TimerSlack)
                Delay(eval, left);
            else
                MakeReady(eval);
        }
    }

    private void EnqueueNow(Evaluation eval)
    {
        deliveries[eval.ID] = 0;
        MakeReady(eval);
    }

    private void MakeReady(Evaluation eval)
    {
        var job = new JobKey(eval.Namespace, eval.JobID);
        if (eval.Type != EvalTypes.Core && busy.TryGetValue(job, out var current) && current != eval.ID)
        {
            if (!pending.TryGetValue(job, out var queue))
                pending[job] = queue = [];
            queue.Add(eval);
            return;
        }
        if (eval.Type != EvalTypes.Core)
            busy[job] = eval.ID;
        Ready(eval.Type).Add(eval);
        Signal();
    }

    // The newest sees everything the older ones would have seen.
    private void TakeNewest(JobKey job, List<Evaluation> queue)
    {
        var newest = queue.OrderByDescending(eval => eval.Priority).ThenByDescending(eval => eval.ModifyIndex).First();
        foreach (var older in queue)
        {
            if (older == newest)
                continue;
            cancelable.Add(older);
            deliveries.Remove(older.ID);
            problems.Remove(older.ID);
        }
        busy[job] = newest.ID;
        Ready(newest.Type).Add(newest);
        Signal();
    }

    private ReadyQueue Ready(string type)
    {
        if (!ready.TryGetValue(type, out var queue))
            ready[type] = queue = new ReadyQueue();
        return queue;
    }

    private void Signal()
    {
        var before = arrival;
        arrival = NewSignal();
        before.TrySetResult();
    }

    private void Flush()
    {
        foreach (var held in outstanding.Values)
            held.Timer?.Dispose();
        foreach (var timer in waiting.Values)
            timer.Dispose();
        ready.Clear();
        busy.Clear();
        pending.Clear();
        outstanding.Clear();
        deliveries.Clear();
        problems.Clear();
        waiting.Clear();
        requeue.Clear();
        cancelable.Clear();
    }
}
