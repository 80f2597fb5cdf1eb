namespace Nomad.Model.Cluster;

public sealed record VaultAccessor
{
    public string AllocID { get; init; } = "";

    public string Task { get; init; } = "";

    public string NodeID { get; init; } = "";

    public string Accessor { get; init; } = "";

    public int CreationTTL { get; init; }

    public ulong CreateIndex { get; init; }
}
