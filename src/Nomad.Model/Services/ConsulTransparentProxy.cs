namespace Nomad.Model.Services;

/// <remarks>
/// UID default 101.
/// </remarks>
public sealed record ConsulTransparentProxy
{
    public string UID { get; init => field = value ?? ""; } = "";

    public int OutboundPort { get; init; }

    public IReadOnlyList<string>? ExcludeInboundPorts { get; init; }

    public IReadOnlyList<int>? ExcludeOutboundPorts { get; init; }

    public IReadOnlyList<string>? ExcludeOutboundCIDRs { get; init; }

    public IReadOnlyList<string>? ExcludeUIDs { get; init; }

    public bool NoDNS { get; init; }
}
