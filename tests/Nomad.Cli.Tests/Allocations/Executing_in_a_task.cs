using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Nomad.Api;
using Nomad.Cli.Allocations;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Tests.Allocations;

public sealed class Executing_in_a_task
{
    [Fact]
    public async Task Input_goes_in_output_comes_out_and_the_exit_code_is_ours()
    {
        var (code, output, error, heard) = await RunAsync("from stdin", async socket =>
        {
            var frames = new List<string> { await TextAsync(socket), await TextAsync(socket), await TextAsync(socket) };
            await SayAsync(socket, """{"stdout":{"data":"b3V0"}}""");
            await SayAsync(socket, """{"stderr":{"data":"ZXJy"}}""");
            await SayAsync(socket, """{"exited":true,"result":{"exit_code":3}}""");
            return frames;
        });
        Assert.Equal((3, "out", "err"), (code, output, error));
        Assert.Equal(["""{"version":1,"auth_token":"secret"}""", $$$"""{"stdin":{"data":"{{{Convert.ToBase64String("from stdin"u8)}}}"}}""", """{"stdin":{"close":true}}"""], heard);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_agents_words()
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => RunAsync("", async socket =>
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "unknown task name \"x\"", CancellationToken.None);
            return [];
        }));
        Assert.Equal("failed to exec into task: unknown task name \"x\"", failure.Message);
    }

    [Theory]
    [InlineData("ls\r~.", "ls\r", true)]
    [InlineData("~.", "", true)]
    [InlineData("a~.b", "a~.b", false)]
    [InlineData("~~.", "~.", false)]
    [InlineData("~x\r", "~x\r", false)]
    public void The_escape_character_and_a_dot_leave_at_the_start_of_a_line(string typed, string passed, bool left)
    {
        Assert.Equal(passed, Encoding.UTF8.GetString(new EscapeSequence((byte)'~').Pass(Encoding.UTF8.GetBytes(typed), out var wantsOut)));
        Assert.Equal(left, wantsOut);
    }

    [Fact]
    public void Keys_may_come_one_by_one()
    {
        var escape = new EscapeSequence((byte)'~');
        Assert.Empty(escape.Pass("~"u8, out _));
        escape.Pass("."u8, out var left);
        Assert.True(left);
    }

    private static async Task<(int Code, string Out, string Error, List<string> Heard)> RunAsync(string input, Func<WebSocket, Task<List<string>>> agent)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, agent, patience.Token);
        using var client = new NomadClient(new NomadAddress { Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), Token = "secret" });
        using var socket = await client.OpenSocketAsync("/v1/client/allocation/x/exec", null, patience.Token);
        var (output, error) = (new MemoryStream(), new MemoryStream());
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, TextReader.Null)
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)), OpenOutput = () => output, OpenError = () => error,
        };
        try
        {
            var code = await new ExecSession(socket, terminal, new EscapeSequence(null), patience.Token).RunAsync("secret", passInput: true, hasTerminal: false);
            return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), await serving);
        }
        finally
        {
            await serving;
        }
    }

    private static async Task<List<string>> ServeAsync(TcpListener listener, Func<WebSocket, Task<List<string>>> agent, CancellationToken stop)
    {
        using var connection = await listener.AcceptTcpClientAsync(stop);
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1, leaveOpen: true);
        var key = "";
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } line)
        {
            if (line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))
                key = line.Split(": ")[1];
        }
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), stop);
        using var socket = WebSocket.CreateFromStream(stream, isServer: true, subProtocol: null, Timeout.InfiniteTimeSpan);
        return await agent(socket);
    }

    private static Task SayAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> TextAsync(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var buffer = new byte[4096];
        var part = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, part.Count);
    }
}
