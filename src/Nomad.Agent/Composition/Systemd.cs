using System.Net.Sockets;
using System.Text;

namespace Nomad.Agent.Composition;

/// <summary>Tells systemd how far the agent is (sd_notify): a datagram to the socket named by <c>NOTIFY_SOCKET</c>.</summary>
public static class Systemd
{
    /// <summary>Sends <paramref name="state"/>, e.g. <c>READY=1</c>. Does nothing where systemd does not listen.</summary>
    public static void Notify(string state)
    {
        var path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A leading @ means the abstract namespace.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException)
        {
            // The service manager is gone or never listened: the agent works without it.
        }
    }
}
