namespace Nomad.Model.Cluster;

public sealed record RaftServer
{
    public string ID { get; init; } = "";

    public string Node { get; init; } = "";

    public string Address { get; init; } = "";

    public bool Leader { get; init; }

    public bool Voter { get; init; }

    public string RaftProtocol { get; init; } = "";
}
