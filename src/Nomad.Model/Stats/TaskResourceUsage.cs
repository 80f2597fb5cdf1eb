namespace Nomad.Model.Stats;

public sealed record TaskResourceUsage
{
    public ResourceUsage? ResourceUsage { get; init; }

    public long Timestamp { get; init; }

    public IReadOnlyDictionary<string, ResourceUsage>? Pids { get; init; }
}
