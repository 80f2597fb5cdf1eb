using Nomad.Server.State;

namespace Nomad.Server.Evaluations;

/// <summary>
/// Evaluations that wait for room, and what wakes them: a node (of a class they might fit) that takes placements again, or freed
/// resources. A woken one keeps its status: by that the scheduler knows to block it again rather than make another. Lives on the
/// leader, rebuilt from the state. Safe for any number of threads.
/// </summary>
public sealed class BlockedEvaluations(EvaluationBroker broker, ServerPorts ports)
{
    /// <summary>How long it is remembered that something was freed.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Evaluation> tracked = [];
    private readonly Dictionary<(JobKey Job, string NodeID), string> byJob = [];
    private readonly Dictionary<string, (ulong Index, DateTimeOffset At)> unblockedClasses = [];
    private readonly Dictionary<string, (ulong Index, DateTimeOffset At)> unblockedNodes = [];
    private readonly List<Evaluation> duplicates = [];
    private bool enabled;

    public int Count
    {
        get
        {
            lock (gate)
                return tracked.Count;
        }
    }

    public int EscapedCount
    {
        get
        {
            lock (gate)
                return tracked.Values.Count(eval => eval.EscapedComputedClass);
        }
    }

    public void SetEnabled(bool on)
    {
        lock (gate)
        {
            enabled = on;
            if (on)
                return;
            tracked.Clear();
            byJob.Clear();
            unblockedClasses.Clear();
            unblockedNodes.Clear();
            duplicates.Clear();
        }
    }

    /// <summary>Takes in a blocked evaluation; it runs at once when something it waits for was freed since it looked.</summary>
    public void Block(Evaluation eval)
    {
        lock (gate)
        {
            if (!enabled || tracked.ContainsKey(eval.ID))
                return;
            var key = (new JobKey(eval.Namespace, eval.JobID), eval.NodeID);
            if (byJob.TryGetValue(key, out var otherId) && tracked.TryGetValue(otherId, out var other))
            {
                if (Newest(other) >= Newest(eval))
                {
                    duplicates.Add(eval);
                    return;
                }
                tracked.Remove(otherId);
                duplicates.Add(other);
            }
            if (MissedUnblock(eval))
            {
                byJob.Remove(key);
                broker.Enqueue(eval);
                return;
            }
            tracked[eval.ID] = eval;
            byJob[key] = eval.ID;
        }
    }

    /// <summary>A node of this class has room, as of <paramref name="index"/>.</summary>
    public void Unblock(string nodeClass, ulong index)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            unblockedClasses[nodeClass] = (index, ports.Now);
            Release(eval => eval.EscapedComputedClass || eval.NodeID.Length == 0
                && (!eval.ClassEligibility.OrEmpty().TryGetValue(nodeClass, out var eligible) || eligible));
        }
    }

    /// <summary>This node has room: for system jobs that wait for it alone.</summary>
    public void UnblockNode(string nodeId, ulong index)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            unblockedNodes[nodeId] = (index, ports.Now);
            Release(eval => eval.NodeID == nodeId);
        }
    }

    /// <summary>Wakes those that lost against other plans: trying again may do.</summary>
    public void UnblockFailed()
    {
        lock (gate)
            Release(eval => eval.TriggeredBy == EvalTriggers.MaxPlanAttempts);
    }

    /// <summary>Forgets what a job waits for.</summary>
    public void Untrack(string space, string jobId)
    {
        lock (gate)
        {
            foreach (var eval in tracked.Values.Where(eval => eval.Namespace == space && eval.JobID == jobId).ToList())
                Remove(eval);
        }
    }

    /// <summary>Forgets one that is no longer blocked.</summary>
    public void Untrack(Evaluation eval)
    {
        lock (gate)
        {
            if (tracked.TryGetValue(eval.ID, out var known))
                Remove(known);
        }
    }

    /// <summary>Second ones of their job; the leader cancels them.</summary>
    public IReadOnlyList<Evaluation> TakeDuplicates()
    {
        lock (gate)
        {
            var taken = duplicates.ToList();
            duplicates.Clear();
            return taken;
        }
    }

    /// <summary>Gives back what could not be cancelled.</summary>
    public void ReturnDuplicates(IReadOnlyList<Evaluation> evaluations)
    {
        lock (gate)
        {
            if (enabled)
                duplicates.AddRange(evaluations);
        }
    }

    /// <summary>Forgets what was freed long ago.</summary>
    public void Prune()
    {
        lock (gate)
        {
            var oldest = ports.Now - Memory;
            foreach (var (name, _) in unblockedClasses.Where(each => each.Value.At < oldest).ToList())
                unblockedClasses.Remove(name);
            foreach (var (id, _) in unblockedNodes.Where(each => each.Value.At < oldest).ToList())
                unblockedNodes.Remove(id);
        }
    }

    private static ulong Newest(Evaluation eval) => Math.Max(eval.CreateIndex, eval.SnapshotIndex);

    private bool MissedUnblock(Evaluation eval)
    {
        if (eval.NodeID.Length > 0 && unblockedNodes.TryGetValue(eval.NodeID, out var node))
            return node.Index > eval.SnapshotIndex;
        foreach (var (nodeClass, freed) in unblockedClasses)
        {
            if (freed.Index <= eval.SnapshotIndex)
                continue;
            if (eval.EscapedComputedClass || !eval.ClassEligibility.OrEmpty().TryGetValue(nodeClass, out var eligible) || eligible)
                return true;
        }
        return false;
    }

    private void Release(Func<Evaluation, bool> wakes)
    {
        foreach (var eval in tracked.Values.Where(wakes).OrderBy(eval => eval.CreateIndex).ToList())
        {
            Remove(eval);
            broker.Enqueue(eval);
        }
    }

    private void Remove(Evaluation eval)
    {
        tracked.Remove(eval.ID);
        byJob.Remove((new JobKey(eval.Namespace, eval.JobID), eval.NodeID));
    }
}
