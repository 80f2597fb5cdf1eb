namespace Nomad.Model.Jobs;

/// <summary>How many children of a periodic or parameterized job may be under way at once. An optional block of our own.</summary>
public sealed record ConcurrencyLimit
{
    /// <summary>At least 1.</summary>
    public int Limit { get; init; }

    /// <summary>One of <see cref="ConcurrencyOverflows"/>.</summary>
    public string Overflow { get; init => field = value ?? ""; } = "";

    /// <summary>The limit that a job sets its children; null when it has none.</summary>
    public static ConcurrencyLimit? Of(Job parent) => parent.Periodic is { } periodic ? periodic.Concurrency : parent.ParameterizedJob?.Concurrency;
}

/// <summary>What happens to a child beyond the limit.</summary>
public static class ConcurrencyOverflows
{
    /// <summary>It is made and waits, oldest first.</summary>
    public const string Queue = "queue";

    /// <summary>It is not made: a launch is left out, a dispatch is refused.</summary>
    public const string Skip = "skip";
}
