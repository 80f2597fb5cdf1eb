using System.Globalization;

namespace Nomad.Agent.Peers;

/// <summary><c>host:port</c> of another agent's RPC port; IPv6 hosts in brackets.</summary>
public static class PeerAddress
{
    private const int UsualPort = 4647;

    /// <exception cref="IOException">The text is no address.</exception>
    public static (string Host, int Port) Split(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new IOException($"\"{address}\" is no address: expected host:port");
        return (address[..colon].Trim('[', ']'), port);
    }

    public static string Join(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");

    /// <summary>With the usual port where none is given.</summary>
    public static string WithPort(string address)
    {
        var bare = address.Count(c => c == ':') > 1 && !address.StartsWith('[');
        return bare ? $"[{address}]:{UsualPort}"
            : address.LastIndexOf(':') > address.LastIndexOf(']') ? address : $"{address}:{UsualPort}";
    }
}
