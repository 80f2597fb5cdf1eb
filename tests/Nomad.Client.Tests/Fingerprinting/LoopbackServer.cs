using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Client.Tests.Fingerprinting;

/// <summary>An HTTP service of the test's own: a null answer is a 404.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private const int PortTries = 20;

    private readonly HttpListener listener;
    private int asked;

    public LoopbackServer(Func<HttpListenerRequest, string?> answer, int? port = null)
    {
        for (var tries = 1; ; tries++)
        {
            Port = port ?? FreePort();
            listener = new HttpListener { Prefixes = { Address + "/" } };
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < PortTries)
            {
                // Someone took the port in between.
            }
        }
        _ = ServeAsync(answer);
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public int Asked => Volatile.Read(ref asked);

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync(Func<HttpListenerRequest, string?> answer)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                Interlocked.Increment(ref asked);
                var text = answer(context.Request);
                context.Response.StatusCode = text is null ? 404 : 200;
                context.Response.Close(Encoding.UTF8.GetBytes(text ?? ""), willBlock: true);
            }
        }
        catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }
}
