using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Api.Tests;

/// <summary>A server on loopback that answers every request with the same prepared bytes and remembers what was asked.</summary>
internal sealed class ListeningAgent : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;
    private readonly string answer;

    private ListeningAgent(Socket listener, Uri url, string answer)
    {
        this.listener = listener;
        this.answer = answer;
        Url = url;
        serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Head and body of each request, in order.</summary>
    public List<string> Requests { get; } = [];

    public static ListeningAgent OnPort(string body, int status = 200, string headers = "")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new ListeningAgent(socket, new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"), Answer(body, status, headers));
    }

    public static ListeningAgent OnFile(string path, string body)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return new ListeningAgent(socket, new Uri("unix://" + path), Answer(body, 200, ""));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private static string Answer(string body, int status, string headers) =>
        $"HTTP/1.1 {status} Answer\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(stopping.Token);
                await ConverseAsync(connection);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(Socket connection)
    {
        try
        {
            Requests.Add(await RequestText.ReadAsync(connection, stopping.Token));
            await connection.SendAsync(Encoding.UTF8.GetBytes(answer), stopping.Token);
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The caller hung up.
        }
    }
}
