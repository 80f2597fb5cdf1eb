namespace Nomad.Model.Jobs;

/// <remarks>
/// Count 1. Name: type | vendor/type | vendor/type/model.
/// </remarks>
public sealed record RequestedDevice
{
    public string Name { get; init => field = value ?? ""; } = "";

    public ulong Count { get; init; }

    public IReadOnlyList<Constraint>? Constraints { get; init; }

    public IReadOnlyList<Affinity>? Affinities { get; init; }
}
