using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.Ranking;

/// <summary>Makes room by displacing allocations of jobs that matter less.</summary>
internal static class Preemption
{
    /// <summary>Least difference of priorities.</summary>
    private const int PriorityGap = 10;

    private const double LossPenalty = 50;

    private const double Rate = 0.0048;
    private const double Origin = 2048;

    /// <summary>The node where the displaced matter least; null when no node can be freed. The victims stay released in the draft.</summary>
    /// <param name="lost">Whom the plan so far displaces: of no group more than its migrate rules allow, if others will do.</param>
    public static Placement? Find(Placer placer, PlacementAsk asked, Room room, IReadOnlyList<Allocation> lost, SchedulingContext context)
    {
        var (ask, ranking) = room;
        (int Row, List<Allocation> Victims)? best = null;
        var bestScore = double.NegativeInfinity;
        foreach (var row in ranking.Feasibility.Rows)
        {
            if (asked.NodeID.Length > 0 && placer.Draft.Rows.Nodes[row]!.ID != asked.NodeID)
                continue;
            // Whom the group must be away from is in its way no more once it is displaced.
            if (ranking.Distinct(row) is not null && !placer.Draft.Live(row).Any(alloc => IsUnwanted(alloc, asked.Job, ask.Group)))
                continue;
            if (Victims(placer.Draft, row, (asked.Job, ask), lost, context.Random) is not { } victims)
                continue;
            // The node that is best when they are gone, by the same scores as any other.
            var score = With(placer.Draft, victims, () => ranking.Mean(row, Score(victims)));
            if (score > bestScore)
                (best, bestScore) = ((row, victims), score);
        }
        if (best is not { } found)
            return null;
        foreach (var victim in found.Victims)
            placer.Draft.Release(victim);
        var resources = ResourceChoice.Choose(placer.Draft, found.Row, ask, context.Random, out _);
        return resources is null ? null : new Placement(found.Row, resources, new AllocMetric(), found.Victims) { PreemptionScore = Score(found.Victims) };
    }

    private static double With(ClusterDraft draft, List<Allocation> gone, Func<double> ask)
    {
        gone.ForEach(draft.Release);
        var answer = ask();
        gone.ForEach(draft.Restore);
        return answer;
    }

    /// <summary>Displacing few of low priority is good: 1 for nothing lost, towards 0.</summary>
    private static double Score(List<Allocation> victims)
    {
        var priorities = victims.Select(alloc => alloc.Job!.Priority).ToList();
        var highest = Math.Max(1, priorities.Max());
        var net = highest + (double)priorities.Sum() / highest;
        return 1 / (1 + Math.Exp(Rate * (net - Origin)));
    }

    private static List<Allocation>? Victims(ClusterDraft draft, int row, (Job Job, GroupAsk Ask) asked, IReadOnlyList<Allocation> lost, Random random)
    {
        var (job, ask) = asked;
        var choices = draft.Live(row).Where(alloc => alloc.CreateIndex > 0 && alloc.Job is not null
            && MattersLess(alloc.Job, job) && (alloc.JobID != job.ID || alloc.Namespace != job.Namespace) && !IsWanted(alloc, job, ask.Group)).ToList();
        if (choices.Count == 0)
            return null;
        // Those must go whenever room is made; for their sake alone nobody is displaced.
        var unwanted = choices.Where(alloc => IsUnwanted(alloc, job, ask.Group)).ToList();
        if (unwanted.Count > 0 && Fits(draft, row, ask, random))
            return null;
        var chosen = new List<Allocation>(unwanted);
        unwanted.ForEach(draft.Release);
        foreach (var equals in choices.Where(own => !draft.IsGone(own.ID)).GroupBy(own => own.Job!.Priority).OrderBy(own => own.Key))
        {
            var left = equals.ToList();
            while (left.Count > 0 && !(chosen.Count > 0 && Fits(draft, row, ask, random)))
            {
                var wanted = Wanted(draft, row, ask);
                var next = left.MinBy(own => Distance(own, wanted) + Penalty(own, lost, chosen))!;
                left.Remove(next);
                chosen.Add(next);
                draft.Release(next);
            }
        }
        var enough = Fits(draft, row, ask, random);
        if (enough)
            foreach (var alloc in chosen.Skip(unwanted.Count).OrderByDescending(own => Distance(own, ask.Used)).ToList())
            {
                draft.Restore(alloc);
                if (Fits(draft, row, ask, random))
                    chosen.Remove(alloc);
                else
                    draft.Release(alloc);
            }
        foreach (var alloc in chosen)
            draft.Restore(alloc);
        return enough && chosen.Count > 0 ? chosen : null;
    }

    private static bool MattersLess(Job one, Job other) => one.Priority <= other.Priority - PriorityGap;

    // Who is to be near stays: without it the node would not be what it was chosen for.
    private static bool IsWanted(Allocation alloc, Job job, TaskGroup group) => group.Near.OrEmpty()
        .Any(rule => rule.Weight > 0 && rule.Job == alloc.JobID && alloc.Namespace == job.Namespace && NearRules.IsAbout(rule, alloc));

    private static bool IsUnwanted(Allocation alloc, Job job, TaskGroup group) => group.Near.OrEmpty()
        .Any(rule => rule is { Required: true, Weight: <= 0 } && rule.Job == alloc.JobID && alloc.Namespace == job.Namespace && alloc.JobID != job.ID
            && NearRules.IsAbout(rule, alloc));

    /// <summary>What is still lacking of each quantity; of one that suffices nothing.</summary>
    private static ComparableResources Wanted(ClusterDraft draft, int row, GroupAsk ask) => new()
    {
        CpuShares = Math.Max(0, draft.CpuUsed[row] + ask.Used.CpuShares + ask.Cores * GroupAsk.CoreSpeed(draft.Rows.Nodes[row]!) - draft.Rows.Cpu[row]),
        MemoryMB = Math.Max(0, draft.MemoryUsed[row] + ask.Used.MemoryMB - draft.Rows.Memory[row]),
        DiskMB = Math.Max(0, draft.DiskUsed[row] + ask.Used.DiskMB - draft.Rows.Disk[row]),
    };

    /// <summary>What speaks against one more of a group that loses as many as it may already.</summary>
    private static double Penalty(Allocation alloc, IReadOnlyList<Allocation> lost, List<Allocation> chosen)
    {
        if (alloc.Job!.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == alloc.TaskGroup)?.Migrate is not { MaxParallel: > 0 } rules)
            return 0;
        var already = lost.Count(IsSibling) + chosen.Count(IsSibling);
        return already >= rules.MaxParallel ? LossPenalty * (already + 1 - rules.MaxParallel) : 0;

        bool IsSibling(Allocation other) => other.JobID == alloc.JobID && other.Namespace == alloc.Namespace && other.TaskGroup == alloc.TaskGroup;
    }

    private static bool Fits(ClusterDraft draft, int row, GroupAsk ask, Random random) =>
        draft.CpuUsed[row] + ask.Used.CpuShares + ask.Cores * GroupAsk.CoreSpeed(draft.Rows.Nodes[row]!) <= draft.Rows.Cpu[row]
        && draft.MemoryUsed[row] + ask.Used.MemoryMB <= draft.Rows.Memory[row]
        && draft.DiskUsed[row] + ask.Used.DiskMB <= draft.Rows.Disk[row]
        && draft.AllocCount[row] < draft.Rows.MaxAllocs[row]
        && ResourceChoice.Choose(draft, row, ask, random, out _) is not null;

    private static double Distance(Allocation alloc, ComparableResources ask)
    {
        var used = ComparableResources.Of(alloc.AllocatedResources!);
        return Math.Sqrt(Square(ask.MemoryMB, used.MemoryMB) + Square(ask.CpuShares, used.CpuShares) + Square(ask.DiskMB, used.DiskMB));
    }

    private static double Square(long asked, long used) => asked > 0 ? Math.Pow((double)(asked - used) / asked, 2) : 0;

    /// <summary>The group's ask and how it ranks the nodes.</summary>
    public readonly record struct Room(GroupAsk Ask, NodeRanking Ranking);
}
