using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>Whether a plan keeps within the quota of its namespace as the state is now. Pure.</summary>
public static class QuotaCheck
{
    /// <summary>The limit that the plan as a whole would pass; null when it keeps within all, or nothing limits it. What it stops or displaces counts as gone.</summary>
    public static string? Refusal(StateSnapshot state, Plan plan)
    {
        if (plan.Job is not { } job || state.QuotaOf(job.Namespace) is not { } quota || quota.LimitOf(job.Region) is not { } limit)
            return null;
        var used = state.QuotaUse(quota.Name)?.Amounts ?? QuotaAmounts.None;
        var asked = QuotaAmounts.None;
        foreach (var stop in plan.NodeUpdate.OrEmpty().Values.SelectMany(each => each))
            if (state.Allocation(stop.ID) is { AllocatedResources: { } resources } stored && !stored.IsTerminal())
                used = used.Subtract(QuotaAmounts.Of(resources));
        foreach (var victim in plan.NodePreemptions.OrEmpty().Values.SelectMany(each => each))
            if (state.Allocation(victim.ID) is { AllocatedResources: { } resources } stored && !stored.IsTerminal() && state.QuotaOf(stored.Namespace)?.Name == quota.Name
                && stored.Job?.Region == job.Region)
                used = used.Subtract(QuotaAmounts.Of(resources));
        foreach (var placed in plan.NodeAllocation.OrEmpty().Values.SelectMany(each => each))
            if (placed.AllocatedResources is { } resources && !placed.IsTerminal() && state.Allocation(placed.ID) is null)
                asked = asked.Add(QuotaAmounts.Of(resources));
        return used.Exceeded(asked, limit);
    }
}
