namespace Nomad.Model.Services;

public sealed record ConsulGatewayBindAddress
{
    public string Address { get; init; } = "";

    public int Port { get; init; }
}
