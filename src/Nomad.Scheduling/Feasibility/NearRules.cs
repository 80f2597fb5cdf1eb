namespace Nomad.Scheduling.Feasibility;

/// <summary>What <c>near</c> rules mean, for all who look at them. Pure.</summary>
public static class NearRules
{
    /// <summary>Begins the reason of a rule that wants company.</summary>
    public const string Near = "near";

    /// <summary>Begins the reason of a rule that wants distance.</summary>
    public const string AwayFrom = "away from";

    /// <summary>Whether others see an allocation as being there: it is to run, and has not ended.</summary>
    public static bool Counts(Allocation alloc) => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus);

    /// <summary>The other jobs, of the same namespace, that placing this one looks at.</summary>
    public static IEnumerable<string> Others(Job job) => job.TaskGroups.OrEmpty().SelectMany(group => group.Near.OrEmpty())
        .Select(rule => rule.Job).Where(other => other.Length > 0 && other != job.ID).Distinct(StringComparer.Ordinal);

    /// <summary>Whether placing a job asks for conditions, not only wishes.</summary>
    public static bool HasConditions(Job? job) => (job?.TaskGroups).OrEmpty().Any(group => group.Near.OrEmpty().Any(rule => rule.Required));

    /// <summary>Whether somebody of those that a rule is about is where a node is, by the rule's attribute or on the node itself.</summary>
    public static bool IsThere(NearRule rule, Node node, IEnumerable<Allocation> ofJob, Func<string, Node?> nodes)
    {
        var place = rule.Attribute.Length == 0 ? null : NodeTargets.Resolve(rule.Attribute, node);
        if (place is null && rule.Attribute.Length > 0)
            return false;
        return ofJob.Any(alloc => Counts(alloc) && (rule.Group.Length == 0 || alloc.TaskGroup == rule.Group)
            && (place is null ? alloc.NodeID == node.ID : nodes(alloc.NodeID) is { } other && NodeTargets.Resolve(rule.Attribute, other) == place));
    }

    /// <summary>Whom a rule is about, in words.</summary>
    public static string Name(NearRule rule) => (rule.Job.Length > 0 ? $"job \"{rule.Job}\"" : "this job") + (rule.Group.Length > 0 ? $" group \"{rule.Group}\"" : "");
}
