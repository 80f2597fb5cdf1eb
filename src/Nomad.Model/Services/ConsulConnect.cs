namespace Nomad.Model.Services;

public sealed record ConsulConnect
{
    public bool Native { get; init; }

    public ConsulSidecarService? SidecarService { get; init; }

    public SidecarTask? SidecarTask { get; init; }

    public ConsulGateway? Gateway { get; init; }
}
