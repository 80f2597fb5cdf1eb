using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Cli.Tests;

/// <summary>A server on loopback that answers each route with a prepared document, and everything else with 404.</summary>
internal sealed class AnsweringAgent : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, (int Status, string Body)> answers = new(StringComparer.Ordinal);
    private readonly List<Task> conversations = [];
    private readonly Task accepting;

    public AnsweringAgent()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}";
        accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Request lines and bodies in the order they came.</summary>
    public List<(string Line, string Body)> Requests { get; } = [];

    /// <summary>Headers in the order their requests came.</summary>
    public List<string> Heads { get; } = [];

    /// <summary>Prepares the answer of a route such as <c>GET /v1/nodes</c>; with a query in it that query must match too.</summary>
    public AnsweringAgent On(string route, string body, int status = 200)
    {
        answers[route] = (status, body);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(conversations);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                conversations.Add(ConverseAsync(await listener.AcceptAsync(stopping.Token)));
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(Socket connection)
    {
        using var owned = connection;
        try
        {
            var text = await RequestText.ReadAsync(connection, stopping.Token);
            var (line, body) = (text.Split("\r\n")[0].Replace(" HTTP/1.1", ""), text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
            lock (Requests)
            {
                Requests.Add((line, body));
                Heads.Add(text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)]);
            }
            var (status, answer) = answers.TryGetValue(line, out var exact) ? exact : answers.GetValueOrDefault(line.Split('?')[0], (404, "not found"));
            await connection.SendAsync(Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status} Answer\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer)}\r\nX-Nomad-Index: 7\r\nConnection: close\r\n\r\n{answer}"), stopping.Token);
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException)
        {
            // The caller hung up, or the test is over.
        }
    }
}
