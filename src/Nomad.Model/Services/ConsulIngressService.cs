namespace Nomad.Model.Services;

public sealed record ConsulIngressService
{
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Hosts { get; init; }

    public ConsulGatewayTLSConfig? TLS { get; init; }

    public ConsulHTTPHeaderModifiers? RequestHeaders { get; init; }

    public ConsulHTTPHeaderModifiers? ResponseHeaders { get; init; }

    public uint? MaxConnections { get; init; }

    public uint? MaxPendingRequests { get; init; }

    public uint? MaxConcurrentRequests { get; init; }
}
