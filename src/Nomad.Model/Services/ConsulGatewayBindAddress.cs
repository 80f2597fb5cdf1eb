namespace Nomad.Model.Services;

public sealed record ConsulGatewayBindAddress
{
    public string Address { get; init => field = value ?? ""; } = "";

    public int Port { get; init; }
}
