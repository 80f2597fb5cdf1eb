using System.Net;
using System.Net.Sockets;

namespace Nomad.Testing;

/// <summary>Ports of loopback that a test may tell to others before anybody listens there.</summary>
internal static class Ports
{
    // Below those that systems give to connections and to whoever asks for any: else one of these might take it in between. Programs that test
    // at the same time begin elsewhere.
    private const int First = 10_000;
    private const int Count = 10_000;

    private static int last = Environment.ProcessId * 101;

    public static int Free()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref last) % Count);
            if (IsFree(SocketType.Stream, ProtocolType.Tcp, port) && IsFree(SocketType.Dgram, ProtocolType.Udp, port))
                return port;
        }
        throw new InvalidOperationException("no port of loopback is free");
    }

    private static bool IsFree(SocketType type, ProtocolType protocol, int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
