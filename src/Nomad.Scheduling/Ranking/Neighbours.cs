using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Where the allocations are that a group wants to be near to or away from (its <see cref="NearRule"/>s): counted by node or by the value
/// of an attribute, and kept up to date as the plan grows: those that it displaces are there no more.
/// </summary>
internal sealed class Neighbours
{
    private readonly List<Rule> rules = [];
    private readonly double weights;
    private readonly Job job;
    private readonly ClusterDraft draft;
    private bool isElsewhere;

    private Neighbours(IReadOnlyList<NearRule> asked, Job job, ClusterDraft draft, JobUse use)
    {
        (this.job, this.draft) = (job, draft);
        foreach (var rule in asked)
            rules.Add(new Rule(rule, job, draft, use));
        weights = Math.Max(1, asked.Where(rule => !rule.Required).Sum(rule => Math.Abs((double)rule.Weight)));
        HasWishes = asked.Any(rule => !rule.Required);
        HasConditions = asked.Any(rule => rule.Required);
        draft.Moved += OtherMoved;
    }

    /// <summary>Some rule adds to the score.</summary>
    public bool HasWishes { get; }

    /// <summary>Some rule must hold.</summary>
    public bool HasConditions { get; }

    /// <summary>Null when the group has no such rules.</summary>
    public static Neighbours? Of(GroupFeasibility feasibility, ClusterDraft draft, JobUse use) =>
        feasibility.Group.Near is { Count: > 0 } asked ? new Neighbours(asked, feasibility.Job, draft, use) : null;

    /// <summary>Sum of the weights of the wishes that a row meets, from -1 to 1; 0 when nobody is there.</summary>
    public double Score(int row)
    {
        double sum = 0;
        foreach (var rule in rules)
            if (!rule.Asked.Required && rule.IsThere(row))
                sum += rule.Asked.Weight;
        return sum / weights;
    }

    /// <summary>The first condition that a row does not meet, in words; null when it meets all.</summary>
    public string? Refuse(int row)
    {
        foreach (var rule in rules)
            if (rule.Asked.Required && rule.IsThere(row) != rule.Asked.Weight > 0)
                return rule.Words;
        return null;
    }

    /// <summary>A row's number of allocations of a group of the own job changed; whether anything looks different now.</summary>
    public bool Change(int row, string group, int delta)
    {
        var changed = false;
        foreach (var rule in rules)
            if (rule.OfOwnJob && (rule.Asked.Group.Length == 0 || rule.Asked.Group == group))
                changed |= rule.Count(row, delta);
        return changed;
    }

    /// <summary>Whether, since it was asked last, allocations of other jobs came or went in a way that rows look different besides their own.</summary>
    public bool TakeElsewhere()
    {
        var changed = isElsewhere;
        isElsewhere = false;
        return changed;
    }

    /// <summary>Stops listening.</summary>
    public void Close() => draft.Moved -= OtherMoved;

    // Those of the own job are told by Change.
    private void OtherMoved(int row, Allocation alloc, int delta)
    {
        foreach (var rule in rules)
            if (rule.IsAboutOther(alloc, job))
                isElsewhere |= rule.Count(row, delta) && rule.Asked.Attribute.Length > 0;
    }

    private sealed class Rule
    {
        private readonly RowValues? values;
        private readonly int[] counts;

        public Rule(NearRule asked, Job job, ClusterDraft draft, JobUse use)
        {
            Asked = asked;
            OfOwnJob = asked.Job.Length == 0 || asked.Job == job.ID;
            values = asked.Attribute.Length > 0 ? RowValues.For(draft.Rows, asked.Attribute) : null;
            counts = new int[values?.Names.Length ?? draft.Count];
            Words = $"{(asked.Weight > 0 ? NearRules.Near : NearRules.AwayFrom)} {NearRules.Name(asked)}{(values is null ? "" : " by " + asked.Attribute)}";
            if (OfOwnJob)
            {
                foreach (var (row, count) in asked.Group.Length > 0 ? use.Of(asked.Group) : use.All)
                    Count(row, count);
                return;
            }
            foreach (var alloc in draft.Snapshot.AllocationsOfJob(job.Namespace, asked.Job))
                if (NearRules.IsAbout(asked, alloc) && !draft.IsGone(alloc.ID) && draft.RowOf(alloc.NodeID) is var row and >= 0)
                    Count(row, 1);
            foreach (var (row, alloc) in draft.Planned)
                if (IsAboutOther(alloc, job))
                    Count(row, 1);
        }

        public NearRule Asked { get; }

        public bool OfOwnJob { get; }

        public string Words { get; }

        public bool IsAboutOther(Allocation alloc, Job job) =>
            !OfOwnJob && alloc.JobID == Asked.Job && alloc.Namespace == job.Namespace && NearRules.IsAbout(Asked, alloc);

        public bool IsThere(int row) => At(row) is var at and >= 0 && counts[at] > 0;

        // Whether somebody is there now who was not, or the other way round.
        public bool Count(int row, int delta)
        {
            if (At(row) is not (var at and >= 0))
                return false;
            var before = counts[at] > 0;
            counts[at] += delta;
            return counts[at] > 0 != before;
        }

        private int At(int row) => values is null ? row : values.Of[row];
    }
}
