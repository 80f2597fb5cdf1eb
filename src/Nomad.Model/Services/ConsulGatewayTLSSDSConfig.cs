namespace Nomad.Model.Services;

public sealed record ConsulGatewayTLSSDSConfig
{
    public string ClusterName { get; init => field = value ?? ""; } = "";

    public string CertResource { get; init => field = value ?? ""; } = "";
}
