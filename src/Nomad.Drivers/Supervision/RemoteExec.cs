using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Drivers.Supervision;

/// <summary>The agent's end of a <see cref="SupervisedExec"/>.</summary>
internal sealed class RemoteExec : ExecSession
{
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Pipe _input = new(), _output = new(), _error = new();

    public RemoteExec(NetworkStream stream)
    {
        _stream = stream;
        StandardInput = _input.Writer.AsStream();
        StandardOutput = _output.Reader.AsStream();
        StandardError = _error.Reader.AsStream();
        Exited = ReceiveAsync();
        _ = SendInputAsync();
    }

    public override Stream StandardInput { get; }

    public override Stream StandardOutput { get; }

    public override Stream StandardError { get; }

    public override Task<ExitResult> Exited { get; }

    public override Task ResizeAsync(int height, int width, CancellationToken cancel)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)height);
        BinaryPrimitives.WriteUInt16LittleEndian(size.AsSpan(2), (ushort)width);
        return SendAsync(FrameKind.Resize, size);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _input.Writer.CompleteAsync().ConfigureAwait(false);
        await _output.Reader.CompleteAsync().ConfigureAwait(false);
        await _error.Reader.CompleteAsync().ConfigureAwait(false);
    }

    private async Task SendInputAsync()
    {
        var reader = _input.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync().ConfigureAwait(false);
                foreach (var part in result.Buffer)
                    await SendAsync(FrameKind.StandardInput, part).ConfigureAwait(false);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }

            await SendAsync(FrameKind.InputClosed, default).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The command has ended; nobody reads what is typed.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private async Task SendAsync(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await Frames.WriteAsync(_stream, kind, payload, default).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ExitResult> ReceiveAsync()
    {
        ExitResult exit = new(-1, Error: "the task supervisor ended before the command did");
        try
        {
            while (await Frames.ReadAsync(_stream, default).ConfigureAwait(false) is (var kind, var payload))
            {
                if (kind == FrameKind.StandardOutput)
                    await _output.Writer.WriteAsync(payload).ConfigureAwait(false);
                else if (kind == FrameKind.StandardError)
                    await _error.Writer.WriteAsync(payload).ConfigureAwait(false);
                else if (kind == FrameKind.Exit)
                {
                    exit = new ExitResult(BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(4)),
                        Error: Encoding.UTF8.GetString(payload.AsSpan(8)));
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidDataException)
        {
            // Disposed, or the supervisor is gone: the result says so.
        }

        await _output.Writer.CompleteAsync().ConfigureAwait(false);
        await _error.Writer.CompleteAsync().ConfigureAwait(false);
        return exit;
    }
}
