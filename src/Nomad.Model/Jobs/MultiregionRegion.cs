namespace Nomad.Model.Jobs;

/// <summary>What is different about a job in one region: a count for groups that have none, where it may run, and more meta.</summary>
public sealed record MultiregionRegion
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int Count { get; init; }

    public IReadOnlyList<string>? Datacenters { get; init; }

    public string NodePool { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
