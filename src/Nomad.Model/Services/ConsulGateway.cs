namespace Nomad.Model.Services;

/// <remarks>
/// Exactly one of Ingress/Terminating/Mesh.
/// </remarks>
public sealed record ConsulGateway
{
    public ConsulGatewayProxy? Proxy { get; init; }

    public ConsulIngressConfigEntry? Ingress { get; init; }

    public ConsulTerminatingConfigEntry? Terminating { get; init; }

    public ConsulMeshConfigEntry? Mesh { get; init; }
}
