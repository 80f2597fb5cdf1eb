using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>A command beside a task, its streams on the agent's connection. It ends with the connection.</summary>
internal static class SupervisedExec
{
    private const nuint SetWindowSizeRequest = 0x5414;

    public static async Task RunAsync(NetworkStream stream, SupervisedTask task, ExecRequest request)
    {
        // Held until the reply is out: output must not overtake it.
        using SemaphoreSlim turn = new(0, 1);
        var (status, kill, input, outputs) = await task.ExecAsync(request, new ExecSinks(
            data => Send(FrameKind.StandardOutput, data), data => Send(FrameKind.StandardError, data))).ConfigureAwait(false);
        await Frames.WriteAsync(stream, new Reply(), DriverJson.Default.Reply, default).ConfigureAwait(false);
        turn.Release();
        using CancellationTokenSource over = new();
        var reading = ReadAsync(stream, input, request.Tty, over.Token).ContinueWith(_ =>
        {
            if (!status.IsCompleted && !over.IsCancellationRequested)
                kill();
        }, TaskScheduler.Default);
        var ended = await status.ConfigureAwait(false);
        await Task.WhenAny(outputs, Task.Delay(TimeSpan.FromSeconds(2))).ConfigureAwait(false);
        over.Cancel();
        await reading.ConfigureAwait(false);
        byte[] code = [.. new byte[8], .. Encoding.UTF8.GetBytes(ended.Error)];
        BinaryPrimitives.WriteInt32LittleEndian(code, ended.ExitCode);
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(4), ended.Signal);
        await turn.WaitAsync().ConfigureAwait(false);
        await Frames.WriteAsync(stream, FrameKind.Exit, code, default).ConfigureAwait(false);

        void Send(FrameKind kind, ReadOnlySpan<byte> data)
        {
            var copy = data.ToArray();
            turn.Wait();
            try
            {
                Frames.WriteAsync(stream, kind, copy, default).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The agent is gone; reading notices and ends the command.
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private static async Task ReadAsync(NetworkStream stream, int input, bool terminal, CancellationToken over)
    {
        var open = true;
        try
        {
            while (await Frames.ReadAsync(stream, over).ConfigureAwait(false) is (var kind, var payload))
            {
                if (kind == FrameKind.StandardInput && open)
                    await Task.Run(() => Write(input, payload), over).ConfigureAwait(false);
                else if (kind == FrameKind.Resize && terminal && payload.Length == 4)
                    Resize(input, payload);
                else if (kind == FrameKind.InputClosed && terminal)
                    Write(input, [4]);
                else if (kind == FrameKind.InputClosed && open)
                {
                    open = false;
                    _ = Native.Close(input);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidDataException)
        {
            // The command has ended, or the agent has gone.
        }
        finally
        {
            if (open)
                _ = Native.Close(input);
        }
    }

    private static unsafe void Write(int descriptor, byte[] data)
    {
        fixed (byte* first = data)
        {
            for (nint done = 0; done < data.Length;)
            {
                var count = Native.Write(descriptor, first + done, data.Length - done);
                if (count <= 0)
                    return;
                done += count;
            }
        }
    }

    private static unsafe void Resize(int terminal, byte[] payload)
    {
        Native.WindowSize size = new()
        {
            Rows = BinaryPrimitives.ReadUInt16LittleEndian(payload),
            Columns = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(2)),
        };
        _ = Native.SetWindowSize(terminal, SetWindowSizeRequest, &size);
    }
}
