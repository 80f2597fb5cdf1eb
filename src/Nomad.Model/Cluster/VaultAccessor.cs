namespace Nomad.Model.Cluster;

public sealed record VaultAccessor
{
    public string AllocID { get; init => field = value ?? ""; } = "";

    public string Task { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public string Accessor { get; init => field = value ?? ""; } = "";

    public int CreationTTL { get; init; }

    public ulong CreateIndex { get; init; }
}
