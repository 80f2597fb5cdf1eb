namespace Nomad.Model.Cluster;

/// <remarks>
/// Status alive|failed|left|leaving. Tags: role=nomad, region, dc, build, revision, vsn, raft_vsn, id, rpc_addr, port, and when set
/// bootstrap=1, expect, nonvoter=1, ap_zone, ap_version.
/// </remarks>
public sealed record AgentMember
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Addr { get; init => field = value ?? ""; } = "";

    public int Port { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";

    public int ProtocolMin { get; init; }

    public int ProtocolMax { get; init; }

    public int ProtocolCur { get; init; }

    public int DelegateMin { get; init; }

    public int DelegateMax { get; init; }

    public int DelegateCur { get; init; }
}
