namespace Nomad.Model.Jobs;

/// <remarks>
/// Count 1 default.
/// </remarks>
public sealed record MultiregionRegion
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int Count { get; init; }

    public IReadOnlyList<string>? Datacenters { get; init; }

    public string NodePool { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
