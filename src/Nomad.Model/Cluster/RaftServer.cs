namespace Nomad.Model.Cluster;

public sealed record RaftServer
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Node { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";

    public bool Leader { get; init; }

    public bool Voter { get; init; }

    public string RaftProtocol { get; init => field = value ?? ""; } = "";
}
