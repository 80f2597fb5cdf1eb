using System.Text.Json;

namespace Nomad.Model.Services;

/// <remarks>
/// ConnectTimeout 5s.
/// </remarks>
public sealed record ConsulGatewayProxy
{
    public Duration? ConnectTimeout { get; init; }

    public bool EnvoyGatewayBindTaggedAddresses { get; init; }

    public IReadOnlyDictionary<string, ConsulGatewayBindAddress>? EnvoyGatewayBindAddresses { get; init; }

    public bool EnvoyGatewayNoDefaultBind { get; init; }

    public string EnvoyDNSDiscoveryType { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }
}
