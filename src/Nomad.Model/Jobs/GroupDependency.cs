namespace Nomad.Model.Jobs;

/// <summary>
/// What a group waits for before its first allocation: another group of the job, a whole other job of the namespace, or one group of that.
/// An optional block of our own.
/// </summary>
public sealed record GroupDependency
{
    /// <summary>A group; "" = all groups of <see cref="Job"/>.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>A job of the same namespace; "" = the job itself.</summary>
    public string Job { get; init => field = value ?? ""; } = "";

    /// <summary>One of <see cref="DependencyConditions"/>.</summary>
    public string Condition { get; init => field = value ?? ""; } = "";
}

/// <summary>When a dependency holds.</summary>
public static class DependencyConditions
{
    /// <summary>As many allocations as wanted run, and none of their deployment's health checks are open.</summary>
    public const string Healthy = "healthy";

    /// <summary>As many allocations as wanted ended well, and none is left.</summary>
    public const string Complete = "complete";
}
