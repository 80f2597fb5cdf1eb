namespace Nomad.Model.Nodes;

/// <remarks>
/// Deadline: &gt;0 limit, 0 infinite, &lt;0 force.
/// </remarks>
public sealed record DrainSpec
{
    public Duration Deadline { get; init; }

    public bool IgnoreSystemJobs { get; init; }
}
