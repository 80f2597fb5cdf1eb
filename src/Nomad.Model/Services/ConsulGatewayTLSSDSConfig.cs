namespace Nomad.Model.Services;

public sealed record ConsulGatewayTLSSDSConfig
{
    public string ClusterName { get; init; } = "";

    public string CertResource { get; init; } = "";
}
