namespace Nomad.Model.Requests;

public sealed record ServerMember
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
