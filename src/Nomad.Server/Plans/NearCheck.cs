using Nomad.Scheduling.Feasibility;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>
/// Whether those that the required <c>near</c> rules of a plan look at are still where they were. Company may come in the same plan; distance is
/// asked of what is stored, for what the plan itself puts there later was none of the rule's concern. For one plan against one state: what a rule is
/// about is looked up once. One thread.
/// </summary>
internal sealed class NearCheck(StateSnapshot state, Plan plan)
{
    // How many of those that a rule is about are at each place: what stays of the stored ones, and what the plan brings.
    private readonly Dictionary<(string Job, NearRule Rule), (Dictionary<string, int> Staying, Dictionary<string, int> Coming)> found = [];

    private HashSet<string>? leaving;

    private HashSet<string> Leaving => leaving ??= plan.NodeUpdate.OrEmpty().Concat(plan.NodePreemptions.OrEmpty())
        .SelectMany(own => own.Value).Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rule that a new allocation on the node does not meet, in words; null when all are met.</summary>
    public string? Refusal(Node node)
    {
        foreach (var placed in plan.NodeAllocation.OrEmpty().GetValueOrDefault(node.ID) ?? [])
        {
            if ((placed.Job ?? plan.Job) is not { } job || job.Group(placed.TaskGroup)?.Near is not { Count: > 0 } rules || state.Allocation(placed.ID) is not null)
                continue;
            foreach (var rule in rules)
                if (rule.Required && !IsMet(rule, job, placed, node))
                    return $"{(rule.Weight > 0 ? NearRules.Near : NearRules.AwayFrom)} {NearRules.Name(rule)}";
        }
        return null;
    }

    private bool IsMet(NearRule rule, Job job, Allocation placed, Node node)
    {
        if (NearRules.Place(rule, node) is not { } place)
            return rule.Weight <= 0;
        var (staying, coming) = Find(rule, job);
        if (rule.Weight <= 0)
            return !staying.ContainsKey(place);
        var itself = coming.Count > 0 && NearRules.IsAbout(rule, placed) ? 1 : 0;
        return staying.ContainsKey(place) || coming.GetValueOrDefault(place) > itself;
    }

    private (Dictionary<string, int> Staying, Dictionary<string, int> Coming) Find(NearRule rule, Job job)
    {
        var other = rule.Job.Length > 0 ? rule.Job : job.ID;
        if (found.TryGetValue((other, rule), out var known))
            return known;
        var staying = Count(rule, state.AllocationsOfJob(job.Namespace, other).Where(alloc => !Leaving.Contains(alloc.ID)));
        var coming = Count(rule, other == job.ID ? plan.NodeAllocation.OrEmpty().SelectMany(own => own.Value) : []);
        return found[(other, rule)] = (staying, coming);
    }

    private Dictionary<string, int> Count(NearRule rule, IEnumerable<Allocation> ofJob)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var alloc in ofJob)
            if (NearRules.IsAbout(rule, alloc) && state.Node(alloc.NodeID) is { } node && NearRules.Place(rule, node) is { } place)
                counts[place] = counts.GetValueOrDefault(place) + 1;
        return counts;
    }
}
