using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Bench.Servers;

/// <summary>
/// One connection that sends a request, waits for its answer, and sends the next, with as little work of its own as other programs that put load on HTTP
/// servers: what is to be measured is the server.
/// </summary>
internal sealed class Submitter : IDisposable
{
    private const int MostAnswerBytes = 64 << 10;

    private readonly Socket socket;
    private readonly byte[] answer = new byte[MostAnswerBytes];

    /// <summary>Taken by whoever sends, given back when what was sent is done.</summary>
    public SemaphoreSlim UnderWay { get; }

    private Submitter(Socket socket, int underWay) => (this.socket, UnderWay) = (socket, new SemaphoreSlim(underWay));

    public static async Task<Submitter> ConnectAsync(string address, int underWay)
    {
        var uri = new Uri(address);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(uri.Host), uri.Port);
        return new Submitter(socket, underWay);
    }

    /// <summary>A request as it is sent.</summary>
    public static byte[] Put(string address, string path, string body) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"PUT {path} HTTP/1.1\r\nHost: {new Uri(address).Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    /// <summary>Completes with the answer; throws when that is not 200.</summary>
    public async Task SendAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var received = 0;
        do
        {
            var more = await socket.ReceiveAsync(answer.AsMemory(received));
            if (more == 0)
                throw new IOException("the server ended the connection");
            received += more;
        }
        while (!IsWhole(answer.AsSpan(0, received)));
        if (!answer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer, 0, received));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(length + "Content-Length: "u8.Length)..head];
        var end = digits.IndexOf((byte)'\r');
        return answer.Length == head + 4 + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        socket.Dispose();
        UnderWay.Dispose();
    }
}
