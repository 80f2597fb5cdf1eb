namespace Nomad.Model.Nodes;

/// <remarks>
/// Built-in: all (description "Node pool with all nodes in the cluster."), default("Default node pool."). NodeIdentityTTL default 24h
/// (string or int in JSON). SchedulerConfiguration Ent only. Name regex [a-zA-Z0-9-_]{1,128}, Description ≤256.
/// </remarks>
public sealed record NodePool
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public NodePoolSchedulerConfiguration? SchedulerConfiguration { get; init; }

    public Duration NodeIdentityTTL { get; init; }

    public byte[]? Hash { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
