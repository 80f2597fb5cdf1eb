using Nomad.Scheduling.Feasibility;
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
    private readonly Dictionary<JobKey, Dictionary<string, string>> byJob = [];
    private readonly Dictionary<string, Kin> byClasses = [];
    private readonly Dictionary<string, HashSet<string>> byNode = [];
    private readonly Dictionary<string, (ulong Index, DateTimeOffset At)> unblockedClasses = [];
    private readonly Dictionary<string, (ulong Index, DateTimeOffset At)> unblockedNodes = [];
    private readonly Dictionary<JobKey, HashSet<JobKey>> dependents = [];
    private readonly Dictionary<JobKey, (ulong Index, DateTimeOffset At)> movedNeighbours = [];
    private readonly Dictionary<string, HashSet<string>> byResource = [];
    private readonly Dictionary<string, (ulong Index, DateTimeOffset At)> unblockedResources = [];
    private readonly List<Evaluation> duplicates = [];
    private bool enabled;
    private int awaitingWork;

    // Asked for every allocation that comes or goes, most often in vain: without the lock.
    private volatile bool hasDependents;

    /// <summary>Evaluations that the same classes would not help. There are few such groups, however many evaluations wait.</summary>
    private sealed class Kin(HashSet<string> useless)
    {
        public readonly HashSet<string> Useless = useless;
        public readonly HashSet<string> Members = [];
    }

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
            byClasses.Clear();
            byNode.Clear();
            unblockedClasses.Clear();
            unblockedNodes.Clear();
            dependents.Clear();
            hasDependents = false;
            movedNeighbours.Clear();
            byResource.Clear();
            Volatile.Write(ref awaitingWork, 0);
            unblockedResources.Clear();
            duplicates.Clear();
        }
    }

    /// <summary>Takes in a blocked evaluation; it runs at once when something it waits for was freed since it looked.</summary>
    /// <param name="missed">What it waits for besides nodes and quotas changed since it looked.</param>
    public void Block(Evaluation eval, bool missed = false)
    {
        lock (gate)
        {
            if (!enabled || tracked.ContainsKey(eval.ID))
                return;
            if (byJob.GetValueOrDefault(JobOf(eval))?.GetValueOrDefault(eval.NodeID) is { } otherId && tracked.TryGetValue(otherId, out var other))
            {
                if (Newest(other) >= Newest(eval))
                {
                    duplicates.Add(eval);
                    return;
                }
                Remove(other);
                duplicates.Add(other);
            }
            if (missed || MissedUnblock(eval))
                broker.Enqueue(eval);
            else
                Add(eval);
        }
    }

    /// <summary>A node of this class has room, as of <paramref name="index"/>.</summary>
    public void Unblock(string nodeClass, ulong index)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            unblockedClasses[nodeClass] = (index, ports.Steady);
            Release(byClasses.Values.Where(kin => !kin.Useless.Contains(nodeClass)).SelectMany(kin => kin.Members));
        }
    }

    /// <summary>This node has room: for system jobs that wait for it alone.</summary>
    public void UnblockNode(string nodeId, ulong index)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            unblockedNodes[nodeId] = (index, ports.Steady);
            Release(byNode.GetValueOrDefault(nodeId) ?? []);
        }
    }

    /// <summary>What a job may wait for besides room: allocations of others (its <c>near</c> rules). Kept until leadership is lost.</summary>
    public void Follow(Job job)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            foreach (var other in NearRules.Others(job))
            {
                if (!dependents.TryGetValue(new JobKey(job.Namespace, other), out var jobs))
                    dependents[new JobKey(job.Namespace, other)] = jobs = [];
                jobs.Add(new JobKey(job.Namespace, job.ID));
                hasDependents = true;
            }
        }
    }

    /// <summary>A job's allocation came or went, as of <paramref name="index"/>: those who want to be near to it or away from it may go on.</summary>
    public void UnblockDependents(string space, string jobId, ulong index)
    {
        if (!hasDependents)
            return;
        lock (gate)
        {
            if (!enabled || !dependents.TryGetValue(new JobKey(space, jobId), out var jobs))
                return;
            foreach (var job in jobs)
            {
                movedNeighbours[job] = (index, ports.Steady);
                if (byJob.TryGetValue(job, out var ofJob))
                    Release([.. ofJob.Values]);
            }
        }
    }

    /// <summary>Something besides nodes is there that is waited for: a quota has room, other work came further. Wakes the oldest <paramref name="most"/>.</summary>
    public void UnblockResource(string resource, ulong index, int most = int.MaxValue)
    {
        lock (gate)
        {
            if (!enabled)
                return;
            if (IsQuota(resource))
                unblockedResources[resource] = (index, ports.Steady);
            if (byResource.TryGetValue(resource, out var waiting))
                Release(waiting.Select(id => tracked[id]).OrderBy(eval => eval.JobModifyIndex).ThenBy(eval => eval.CreateIndex).Take(most).Select(eval => eval.ID).ToList());
        }
    }

    /// <summary>The name under which those are woken that wait for a quota.</summary>
    public static string QuotaResource(string name) => QuotaPrefix + name;

    private const string QuotaPrefix = "quota/";

    private static bool IsQuota(string resource) => resource.StartsWith(QuotaPrefix, StringComparison.Ordinal);

    /// <summary>Whether any waits for other work (a job, siblings). Read without the lock: what comes late is seen by <see cref="Block"/>.</summary>
    public bool AwaitsWork => Volatile.Read(ref awaitingWork) > 0;

    /// <summary>Evaluations that wait for a quota.</summary>
    public int QuotaCount
    {
        get
        {
            lock (gate)
                return byResource.Where(each => IsQuota(each.Key)).Sum(each => each.Value.Count);
        }
    }

    /// <summary>Wakes those that lost against other plans: trying again may do.</summary>
    public void UnblockFailed()
    {
        lock (gate)
            Release(tracked.Values.Where(eval => eval.TriggeredBy == EvalTriggers.MaxPlanAttempts).Select(eval => eval.ID));
    }

    /// <summary>Forgets what a job waits for.</summary>
    public void Untrack(string space, string jobId)
    {
        lock (gate)
        {
            if (!byJob.TryGetValue(new JobKey(space, jobId), out var ofJob))
                return;
            foreach (var id in ofJob.Values.ToList())
                Remove(tracked[id]);
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
            var oldest = ports.Steady - Memory;
            foreach (var (name, _) in unblockedClasses.Where(each => each.Value.At < oldest).ToList())
                unblockedClasses.Remove(name);
            foreach (var (job, _) in movedNeighbours.Where(each => each.Value.At < oldest).ToList())
                movedNeighbours.Remove(job);
            foreach (var (id, _) in unblockedNodes.Where(each => each.Value.At < oldest).ToList())
                unblockedNodes.Remove(id);
            foreach (var (name, _) in unblockedResources.Where(each => each.Value.At < oldest).ToList())
                unblockedResources.Remove(name);
        }
    }

    private static ulong Newest(Evaluation eval) => Math.Max(eval.CreateIndex, eval.SnapshotIndex);

    private bool MissedUnblock(Evaluation eval)
    {
        if (movedNeighbours.TryGetValue(JobOf(eval), out var moved) && moved.Index > eval.SnapshotIndex)
            return true;
        if (eval.QuotaLimitReached.Length > 0 && unblockedResources.TryGetValue(QuotaResource(eval.QuotaLimitReached), out var quota) && quota.Index > eval.SnapshotIndex)
            return true;
        if (NeedsNoNode(eval))
            return false;
        if (eval.NodeID.Length > 0)
            return unblockedNodes.TryGetValue(eval.NodeID, out var node) && node.Index > eval.SnapshotIndex;
        foreach (var (nodeClass, freed) in unblockedClasses)
        {
            if (freed.Index <= eval.SnapshotIndex)
                continue;
            if (eval.EscapedComputedClass || !eval.ClassEligibility.OrEmpty().TryGetValue(nodeClass, out var eligible) || eligible)
                return true;
        }
        return false;
    }

    private void Release(IEnumerable<string> ids)
    {
        foreach (var eval in ids.Select(id => tracked[id]).OrderBy(eval => eval.CreateIndex).ToList())
        {
            Remove(eval);
            broker.Enqueue(eval);
        }
    }

    private void Add(Evaluation eval)
    {
        tracked[eval.ID] = eval;
        if (!byJob.TryGetValue(JobOf(eval), out var ofJob))
            byJob[JobOf(eval)] = ofJob = [];
        ofJob[eval.NodeID] = eval.ID;
        foreach (var resource in ResourcesOf(eval))
        {
            if (!byResource.TryGetValue(resource, out var members))
                byResource[resource] = members = [];
            if (members.Add(eval.ID) && !IsQuota(resource))
                Interlocked.Increment(ref awaitingWork);
        }
        if (NeedsNoNode(eval))
            return;
        if (eval.NodeID.Length > 0)
        {
            if (!byNode.TryGetValue(eval.NodeID, out var onNode))
                byNode[eval.NodeID] = onNode = [];
            onNode.Add(eval.ID);
            return;
        }
        var useless = UselessTo(eval);
        var key = string.Join('\0', useless);
        if (!byClasses.TryGetValue(key, out var kin))
            byClasses[key] = kin = new Kin([.. useless]);
        kin.Members.Add(eval.ID);
    }

    private void Remove(Evaluation eval)
    {
        tracked.Remove(eval.ID);
        if (byJob.TryGetValue(JobOf(eval), out var ofJob) && ofJob.GetValueOrDefault(eval.NodeID) == eval.ID && ofJob.Remove(eval.NodeID) && ofJob.Count == 0)
            byJob.Remove(JobOf(eval));
        foreach (var resource in ResourcesOf(eval))
        {
            if (!byResource.TryGetValue(resource, out var members) || !members.Remove(eval.ID))
                continue;
            if (!IsQuota(resource))
                Interlocked.Decrement(ref awaitingWork);
            if (members.Count == 0)
                byResource.Remove(resource);
        }
        if (NeedsNoNode(eval))
            return;
        if (eval.NodeID.Length > 0)
        {
            if (byNode.TryGetValue(eval.NodeID, out var onNode) && onNode.Remove(eval.ID) && onNode.Count == 0)
                byNode.Remove(eval.NodeID);
            return;
        }
        var key = string.Join('\0', UselessTo(eval));
        if (byClasses.TryGetValue(key, out var kin) && kin.Members.Remove(eval.ID) && kin.Members.Count == 0)
            byClasses.Remove(key);
    }

    // Nodes would not help it: every group that found no place is over the quota or waits for other work.
    private static bool NeedsNoNode(Evaluation eval) => (eval.QuotaLimitReached.Length > 0 || eval.MissingNonNodeResources.OrEmpty().Count > 0)
        && eval.FailedTGAllocs.OrEmpty().Values.All(metric => metric.QuotaExhausted is not null);

    private static IEnumerable<string> ResourcesOf(Evaluation eval) =>
        eval.QuotaLimitReached.Length == 0 ? eval.MissingNonNodeResources.OrEmpty() : eval.MissingNonNodeResources.OrEmpty().Append(QuotaResource(eval.QuotaLimitReached));

    private static JobKey JobOf(Evaluation eval) => new(eval.Namespace, eval.JobID);

    private static List<string> UselessTo(Evaluation eval) => eval.EscapedComputedClass ? []
        : [.. eval.ClassEligibility.OrEmpty().Where(each => !each.Value).Select(each => each.Key).Order(StringComparer.Ordinal)];
}
