namespace Nomad.Model.Nodes;

public sealed record DrainStrategy
{
    public Duration Deadline { get; init; }

    public bool IgnoreSystemJobs { get; init; }

    public DateTimeOffset ForceDeadline { get; init; }

    public DateTimeOffset StartedAt { get; init; }
}
