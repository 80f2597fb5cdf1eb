namespace Nomad.Model.Services;

public sealed record ConsulGatewayTLSConfig
{
    public bool Enabled { get; init; }

    public string TLSMinVersion { get; init => field = value ?? ""; } = "";

    public string TLSMaxVersion { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? CipherSuites { get; init; }

    public ConsulGatewayTLSSDSConfig? SDS { get; init; }
}
