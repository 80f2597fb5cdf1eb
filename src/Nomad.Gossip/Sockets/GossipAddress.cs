using System.Net;
using System.Net.Sockets;

namespace Nomad.Gossip.Sockets;

/// <summary>Forms in which operators write members.</summary>
public static class GossipAddress
{
    /// <summary>All addresses behind a text.</summary>
    /// <exception cref="FormatException">Not an address.</exception>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public static async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(string text, int defaultPort, CancellationToken token)
    {
        var address = text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..];
        // An address in brackets may have a port, which would be read over.
        if (!address.StartsWith('[') && IPAddress.TryParse(address, out var plain))
        {
            return [new IPEndPoint(plain, defaultPort)];
        }

        if (IPEndPoint.TryParse(address, out var withPort))
        {
            return [withPort.Port > 0 ? withPort : new IPEndPoint(withPort.Address, defaultPort)];
        }

        var colon = address.LastIndexOf(':');
        var (host, port) = colon < 0 ? (address, defaultPort) : (address[..colon], int.TryParse(address[(colon + 1)..], out var number) ? number : -1);
        if (host.Length == 0 || port is < 0 or > ushort.MaxValue)
        {
            throw new FormatException($"\"{text}\" is no address: expected host, host:port, ip or ip:port");
        }

        var found = await Dns.GetHostAddressesAsync(host, token);
        return [.. found.Select(ip => new IPEndPoint(ip, port))];
    }
}
