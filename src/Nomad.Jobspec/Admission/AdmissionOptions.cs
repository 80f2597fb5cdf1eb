namespace Nomad.Jobspec.Admission;

/// <summary>What a job gets where its author said nothing, and the limits of the server.</summary>
public sealed record AdmissionOptions
{
    public string Region { get; init; } = "global";

    public string Namespace { get; init; } = "default";

    public string NodePool { get; init; } = "default";

    /// <summary>From 1 to <see cref="MaxPriority"/>.</summary>
    public int DefaultPriority { get; init; } = 50;

    public int MaxPriority { get; init; } = 100;

    /// <summary>The largest sum of group counts; 0 means no limit.</summary>
    public int MaxCount { get; init; } = 50_000;

    /// <summary>False gives a warning for tasks with a larger <c>memory_max</c>.</summary>
    public bool MemoryOversubscription { get; init; }
}
