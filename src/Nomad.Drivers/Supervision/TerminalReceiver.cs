using System.Net.Sockets;
using System.Runtime.InteropServices;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>The socket on which an OCI runtime hands over the near side of a container's terminal.</summary>
internal sealed unsafe class TerminalReceiver : IDisposable
{
    /// <summary>Room for one control message with one descriptor: a header of 16 bytes and the aligned number.</summary>
    private const int ControlBytes = 24, DescriptorOffset = 16, MinControlLength = 20;

    private const int RightsType = 1, SocketLevel = 1, TextBytes = 4096;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public TerminalReceiver(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    public string Path { get; }

    /// <summary>After the runtime has ended well: it connects and sends before it ends. Throws <see cref="DriverException"/> when it has not.</summary>
    public int Receive()
    {
        if (!_listener.Poll(0, SelectMode.SelectRead))
            throw new DriverException("the container runtime handed over no terminal");
        using var socket = _listener.Accept();
        var text = stackalloc byte[TextBytes];
        var control = stackalloc byte[ControlBytes];
        Native.IoVector vector = new() { Base = text, Length = TextBytes };
        Native.MessageHeader header = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlBytes };
        var received = Native.ReceiveMessage((int)socket.Handle, &header, Native.MessageCloseOnExec);
        if (received <= 0 || header.ControlLength < MinControlLength || *(int*)(control + 8) != SocketLevel || *(int*)(control + 12) != RightsType)
            throw new DriverException($"the container runtime handed over no terminal: {Marshal.GetLastPInvokeErrorMessage()}");
        return *(int*)(control + DescriptorOffset);
    }

    public void Dispose() => _listener.Dispose();
}
