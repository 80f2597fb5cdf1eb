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

    /// <summary>Whether a rule is about an allocation of the job that it names.</summary>
    public static bool IsAbout(NearRule rule, Allocation alloc) => Counts(alloc) && (rule.Group.Length == 0 || alloc.TaskGroup == rule.Group);

    /// <summary>The place a node is at in a rule's eyes: its value of the rule's attribute, or the node itself. Null where it has no such value.</summary>
    public static string? Place(NearRule rule, Node node) => rule.Attribute.Length == 0 ? node.ID : NodeTargets.Resolve(rule.Attribute, node);

    /// <summary>Whom a rule is about, in words.</summary>
    public static string Name(NearRule rule) => (rule.Job.Length > 0 ? $"job \"{rule.Job}\"" : "this job") + (rule.Group.Length > 0 ? $" group \"{rule.Group}\"" : "");
}
