namespace Nomad.Configuration;

/// <summary>Where the agent listens: <c>ip:port</c>, IPv6 in brackets.</summary>
public sealed record NormalizedAddresses
{
    /// <summary>One or more addresses.</summary>
    public IReadOnlyList<string> HTTP { get; init; } = [];

    public string RPC { get; init; } = "";

    public string Serf { get; init; } = "";
}
