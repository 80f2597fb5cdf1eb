using System.Net.WebSockets;
using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Model.Json;
using Nomad.Model.Streams;

namespace Nomad.Cli.Allocations;

/// <summary>
/// One command inside a task over a WebSocket (spec http-api §1.8). Only the sending loop writes to the socket, so frames
/// never overlap.
/// </summary>
internal sealed class ExecSession(WebSocket socket, Terminal terminal, EscapeSequence escape, CancellationToken stop)
{
    private const int InputBlock = 16 * 1024;
    private const int LargestFrame = 4 * 1024 * 1024;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>The command's exit code. Throws <see cref="CommandFailure"/> with the agent's reason when there is none.</summary>
    public async Task<int> RunAsync(string token, bool passInput, bool hasTerminal)
    {
        await socket.SendAsync(Handshake(token), WebSocketMessageType.Text, true, stop);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAsync(passInput, hasTerminal, ending.Token);
        try
        {
            return await ReceiveAsync();
        }
        finally
        {
            await ending.CancelAsync();
            // A read of a terminal cannot be called off: the sending loop is left behind, the process ends soon.
            _ = sending.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        }
    }

    private static byte[] Handshake(string token)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteString("auth_token", token);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private async Task SendAsync(bool passInput, bool hasTerminal, CancellationToken ended)
    {
        if (hasTerminal)
            await SendAsync(new ExecStreamingInput { TtySize = new TerminalSize { Height = Console.WindowHeight, Width = Console.WindowWidth } }, ended);
        await using var input = passInput ? terminal.OpenInput() : Stream.Null;
        var buffer = new byte[InputBlock];
        var reading = input.ReadAsync(buffer, ended).AsTask();
        var open = true;
        while (!ended.IsCancellationRequested)
        {
            if (await Task.WhenAny(open ? reading : Task.Delay(Timeout.Infinite, ended), Task.Delay(Heartbeat, ended)) != reading || !open)
            {
                await SendAsync(new ExecStreamingInput(), ended);
                continue;
            }
            var count = await reading;
            var passed = escape.Pass(buffer.AsSpan(0, count), out var left);
            if (left)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ended);
                return;
            }
            open = count > 0;
            await SendAsync(new ExecStreamingInput { Stdin = open ? new ExecStreamingOperation { Data = passed } : new ExecStreamingOperation { Close = true } }, ended);
            if (open)
                reading = input.ReadAsync(buffer, ended).AsTask();
        }
    }

    private Task SendAsync(ExecStreamingInput frame, CancellationToken ended) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame, ModelJson.Default.ExecStreamingInput), WebSocketMessageType.Text, true, ended);

    private async Task<int> ReceiveAsync()
    {
        await using var output = terminal.OpenOutput();
        await using var error = terminal.OpenError();
        while (await FrameAsync() is { } bytes)
        {
            var frame = JsonSerializer.Deserialize(bytes, ModelJson.Default.ExecStreamingOutput) ?? new();
            if (frame.Stdout?.Data is { } text)
                await WriteAsync(output, text);
            if (frame.Stderr?.Data is { } complaint)
                await WriteAsync(error, complaint);
            if (frame.Exited)
                return frame.Result?.ExitCode ?? 0;
        }
        throw new CommandFailure("failed to exec into task: " +
            (string.IsNullOrEmpty(socket.CloseStatusDescription) ? "the agent hung up before the command ended" : socket.CloseStatusDescription));
    }

    private async Task WriteAsync(Stream to, byte[] bytes)
    {
        await to.WriteAsync(bytes, stop);
        await to.FlushAsync(stop);
    }

    private async Task<byte[]?> FrameAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[InputBlock];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stop);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            whole.Write(buffer, 0, part.Count);
            if (whole.Length > LargestFrame)
                throw new CommandFailure($"failed to exec into task: the agent sent a message of more than {LargestFrame} bytes");
            if (part.EndOfMessage)
                return whole.ToArray();
        }
    }
}
