namespace Nomad.Model.Requests;

/// <summary>A server as the Raft configuration knows it.</summary>
public sealed record RaftIDAddress
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";
}
