namespace Nomad.Model.Requests;

public sealed record NodeServerInfo
{
    public string RPCAdvertiseAddr { get; init => field = value ?? ""; } = "";

    public int RPCMajorVersion { get; init; }

    public int RPCMinorVersion { get; init; }

    public string Datacenter { get; init => field = value ?? ""; } = "";
}
