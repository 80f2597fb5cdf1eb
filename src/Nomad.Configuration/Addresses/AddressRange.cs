using System.Net;
using System.Net.Sockets;

namespace Nomad.Configuration.Addresses;

/// <summary>Kinds of addresses, by the special purpose registries (RFC 6890, 4193, 6598).</summary>
internal static class AddressRange
{
    private static readonly IPNetwork[] Private = [.. ((string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]).Select(IPNetwork.Parse)];

    private static readonly IPNetwork[] NotPublic =
        [.. ((string[])["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8"]).Select(IPNetwork.Parse)];

    public static bool IsPrivate(IPAddress address) => Private.Any(network => network.Contains(address));

    public static bool IsPublic(IPAddress address) => !IsPrivate(address) && !NotPublic.Any(network => network.Contains(address));

    /// <summary>An address that other machines can reach: link-local or global unicast.</summary>
    public static bool IsUnicast(IPAddress address) => !IPAddress.IsLoopback(address) && !IsUnspecified(address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] < 224 : !address.IsIPv6Multicast);

    public static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
