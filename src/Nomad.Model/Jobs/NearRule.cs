namespace Nomad.Model.Jobs;

/// <summary>
/// Our own: a wish of a group to run close to, or away from, allocations of a job of the same namespace. Concerns where allocations are
/// placed; those that run stay when the others move.
/// </summary>
public sealed record NearRule
{
    /// <summary>The other job; "" = the group's own job.</summary>
    public string Job { get; init => field = value ?? ""; } = "";

    /// <summary>A group of that job; "" = any.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>Nodes with the same value of this attribute are close to each other (`${meta.rack}`); "" = only the node itself.</summary>
    public string Attribute { get; init => field = value ?? ""; } = "";

    /// <summary>From -100 to 100 and not zero: how much it counts among the rules; below zero, away from the others. 50 when absent.</summary>
    public int Weight { get; init; }

    /// <summary>Not a wish but a condition: where it does not hold nothing is placed.</summary>
    public bool Required { get; init; }
}
