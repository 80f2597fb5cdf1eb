namespace Nomad.Model.Services;

/// <remarks>
/// Protocol tcp|http|http2|grpc.
/// </remarks>
public sealed record ConsulIngressListener
{
    public int Port { get; init; }

    public string Protocol { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<ConsulIngressService>? Services { get; init; }
}
