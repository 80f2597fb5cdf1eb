using System.Net.Sockets;

namespace Nomad.Raft.Transport;

/// <summary>Settings of a connection between agents. The other machine may lose its power, or its network, without a word: nobody would ever be told.</summary>
public static class PeerSocket
{
    /// <summary>A connection ends when what was sent is not confirmed for so long: waiting longer than a dial takes is of no use.</summary>
    public static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(10);

    private const int IdleSeconds = 5;
    private const int ProbeSeconds = 2;
    private const int Probes = 3;
    private const int LevelTcp = 6;
    private const int LinuxUserTimeout = 18;

    /// <summary>For a socket that is to be connected, or was accepted.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(LevelTcp, LinuxUserTimeout, BitConverter.GetBytes((int)Unanswered.TotalMilliseconds));
        }
    }
}
