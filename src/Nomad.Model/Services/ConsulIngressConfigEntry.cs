namespace Nomad.Model.Services;

public sealed record ConsulIngressConfigEntry
{
    public ConsulGatewayTLSConfig? TLS { get; init; }

    public IReadOnlyList<ConsulIngressListener>? Listeners { get; init; }
}
