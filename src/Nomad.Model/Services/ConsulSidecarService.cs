namespace Nomad.Model.Services;

public sealed record ConsulSidecarService
{
    public IReadOnlyList<string>? Tags { get; init; }

    public string Port { get; init => field = value ?? ""; } = "";

    public ConsulProxy? Proxy { get; init; }

    public bool DisableDefaultTCPCheck { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
