using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Nomad.Agent.Http.Queries;
using Nomad.Model.Json;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Agent.Http.Clients;

/// <summary>A command inside a task over a WebSocket (spec http-api §1.8).</summary>
internal sealed class ExecRoute(ClientAccess clients)
{
    /// <summary>The largest message a caller may send, in bytes: a block of input in base64.</summary>
    private const int LargestMessage = 1024 * 1024;

    /// <summary>How long a caller may take to hang up once the command has ended.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(2);

    public async Task AnswerAsync(ApiCall call)
    {
        var request = Request(call);
        if (!call.Http.WebSockets.IsWebSocketRequest)
        {
            call.Http.Response.Headers.XContentTypeOptions = "nosniff";
            throw new HttpFailure(400, "Bad Request\nfailed to upgrade connection: websocket: the client is not using the websocket protocol: 'upgrade' token not found in 'Connection' header")
            {
                KeepHeaders = true,
            };
        }
        using var socket = await call.Http.WebSockets.AcceptWebSocketAsync();
        var receiving = Task.FromResult<byte[]?>(null);
        Task<byte[]?> NextAsync() => receiving = ReceiveAsync(socket, call.Aborted);
        try
        {
            if (BooleanQuery.Read(call, "ws_handshake"))
                await HandshakeAsync(socket, call);
            var client = clients.Of(call["id"]);
            await foreach (var output in client.ExecAsync(call["id"], request, InputAsync(NextAsync, call.Aborted), call.Aborted))
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(output, ModelJson.Default.ExecStreamingOutput), WebSocketMessageType.Text, true, call.Aborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", call.Aborted);
            // Closing with unread input would reset the connection, and the last output with it.
            var patience = Task.Delay(Parting, call.Aborted);
            while (await Task.WhenAny(receiving, patience) == receiving && await receiving is not null)
                _ = NextAsync();
        }
        catch (HttpFailure refusal)
        {
            await CloseAsync(socket, refusal.StatusCode, refusal.Message);
        }
        catch (RpcException refusal)
        {
            await CloseAsync(socket, refusal.Code, refusal.Message);
        }
        catch (JsonException problem)
        {
            await CloseAsync(socket, 400, JsonProblem.Text(problem));
        }
        catch (WebSocketException)
        {
            // The caller hung up; the input's end has ended the command.
        }
    }

    private static ExecRequest Request(ApiCall call)
    {
        var task = call.Text("task");
        try
        {
            var command = JsonSerializer.Deserialize(call.Text("command"), ModelJson.Default.ListOfText) ?? [];
            if (command.Count == 0)
                throw HttpFailure.BadRequest("command is not present");
            return new ExecRequest(task, command, BooleanQuery.Read(call, "tty"));
        }
        catch (JsonException problem)
        {
            throw HttpFailure.BadRequest($"failed to decode command: {problem.Message}");
        }
    }

    private static async Task HandshakeAsync(WebSocket socket, ApiCall call)
    {
        using var message = JsonDocument.Parse(await ReceiveAsync(socket, call.Aborted) ?? "{}"u8.ToArray());
        var version = message.RootElement.TryGetProperty("version", out var number) ? number.GetInt32() : 0;
        if (version != 1)
            throw HttpFailure.BadRequest($"unexpected handshake value: {version}");
    }

    private static async IAsyncEnumerable<ExecStreamingInput> InputAsync(Func<Task<byte[]?>> nextAsync, [EnumeratorCancellation] CancellationToken cancel)
    {
        // A receive that is called off breaks the whole socket, so only the waiting for it is.
        while (await nextAsync().WaitAsync(cancel) is { } message)
        {
            if (JsonSerializer.Deserialize(message, ModelJson.Default.ExecStreamingInput) is { } input)
                yield return input;
        }
    }

    /// <summary>One whole message; null when the caller closed or vanished.</summary>
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer, cancel);
            }
            catch (WebSocketException)
            {
                return null;
            }
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            whole.Write(buffer, 0, part.Count);
            if (whole.Length > LargestMessage)
                throw new HttpFailure(413, $"messages are limited to {LargestMessage} bytes");
            if (part.EndOfMessage)
                return whole.ToArray();
        }
    }

    private static Task CloseAsync(WebSocket socket, int code, string text) => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
        ? socket.CloseOutputAsync(code >= 500 ? WebSocketCloseStatus.InternalServerError : WebSocketCloseStatus.PolicyViolation,
            text.Length > 120 ? text[..120] : text, CancellationToken.None)
        : Task.CompletedTask;
}
