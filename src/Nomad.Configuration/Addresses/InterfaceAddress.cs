using System.Net;

namespace Nomad.Configuration.Addresses;

/// <summary>An address of an interface of this machine.</summary>
public sealed record InterfaceAddress(string Name, IPAddress Address, int PrefixLength)
{
    public bool IsUp { get; init; } = true;

    public bool IsLoopback { get; init; }

    /// <summary>The default route leads over this interface.</summary>
    public bool IsDefault { get; init; }
}
