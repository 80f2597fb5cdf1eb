using System.Net;
using System.Text;

namespace Nomad.Testing;

/// <summary>An HTTP service of the test's own on loopback. A caller that hangs up in the middle is its own loss only.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private const int PortTries = 20;

    private readonly HttpListener listener;
    private int asked;

    /// <param name="answer">Code and text of an answer, in the order of the questions and one at a time.</param>
    /// <param name="port">null: one that is free.</param>
    public LoopbackServer(Func<HttpListenerRequest, (int Code, string Text)> answer, int? port = null)
    {
        for (var tries = 1; ; tries++)
        {
            Port = port ?? Ports.Free();
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

    /// <summary>With answers that are a text, or null for 404.</summary>
    public LoopbackServer(Func<HttpListenerRequest, string?> answer, int? port = null)
        : this(request => answer(request) is { } text ? (200, text) : (404, ""), port)
    {
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public int Asked => Volatile.Read(ref asked);

    public void Dispose() => listener.Close();

    private async Task ServeAsync(Func<HttpListenerRequest, (int Code, string Text)> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (listener.IsListening)
                    continue;
                return; // Closed by the test.
            }
            Interlocked.Increment(ref asked);
            try
            {
                (context.Response.StatusCode, var text) = answer(context.Request);
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: true);
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException or IOException)
            {
                context.Response.Abort(); // Who asked is gone.
            }
        }
    }
}
