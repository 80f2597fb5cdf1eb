using Nomad.Scheduling.Feasibility;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>
/// Whether those that the required <c>near</c> rules of a plan look at are still where they were. Pure. Company may come in the same plan; distance is
/// asked of what is stored, for what the plan itself puts there later was none of the rule's concern.
/// </summary>
internal static class NearCheck
{
    /// <summary>The rule that a new allocation on the node does not meet, in words; null when all are met.</summary>
    public static string? Refusal(StateSnapshot state, Plan plan, Node node)
    {
        foreach (var placed in plan.NodeAllocation.OrEmpty().GetValueOrDefault(node.ID) ?? [])
        {
            if (state.Allocation(placed.ID) is not null || (placed.Job ?? plan.Job) is not { } job || job.Group(placed.TaskGroup)?.Near is not { Count: > 0 } rules)
                continue;
            foreach (var rule in rules.Where(rule => rule.Required))
            {
                if (IsMet(state, plan, node, (job, rule, placed.ID)))
                    continue;
                return $"{(rule.Weight > 0 ? NearRules.Near : NearRules.AwayFrom)} {NearRules.Name(rule)}";
            }
        }
        return null;
    }

    private static bool IsMet(StateSnapshot state, Plan plan, Node node, (Job Job, NearRule Rule, string Placed) asked)
    {
        var (job, rule, id) = asked;
        var other = rule.Job.Length > 0 ? rule.Job : job.ID;
        var leaving = plan.NodeUpdate.OrEmpty().Concat(plan.NodePreemptions.OrEmpty()).SelectMany(own => own.Value).Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);
        var there = state.AllocationsOfJob(job.Namespace, other).Where(alloc => !leaving.Contains(alloc.ID));
        if (rule.Weight <= 0)
            return !NearRules.IsThere(rule, node, there, state.Node);
        var together = other == job.ID ? plan.NodeAllocation.OrEmpty().SelectMany(own => own.Value).Where(alloc => alloc.ID != id) : [];
        return NearRules.IsThere(rule, node, there.Concat(together), state.Node);
    }
}
