namespace Nomad.Model.Stats;

public sealed record AllocResourceUsage
{
    public ResourceUsage? ResourceUsage { get; init; }

    public IReadOnlyDictionary<string, TaskResourceUsage>? Tasks { get; init; }

    public long Timestamp { get; init; }
}
