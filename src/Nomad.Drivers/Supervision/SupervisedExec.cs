using System.Buffers.Binary;
using System.Net.Sockets;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>A command beside a task, its streams on the agent's connection. It ends with the connection.</summary>
internal static class SupervisedExec
{
    private const nuint SetWindowSizeRequest = 0x5414;

    public static async Task RunAsync(NetworkStream stream, Launch launch, ExecRequest request, ChildReaper reaper)
    {
        // Held until the reply is out: output must not overtake it.
        using SemaphoreSlim turn = new(0, 1);
        var (pid, status, input, outputs) = request.Tty
            ? StartOnTerminal(launch, request, reaper, data => Send(FrameKind.StandardOutput, data))
            : StartOnPipes(launch, reaper, data => Send(FrameKind.StandardOutput, data), data => Send(FrameKind.StandardError, data));
        await Frames.WriteAsync(stream, new Reply(), DriverJson.Default.Reply, default).ConfigureAwait(false);
        turn.Release();
        using CancellationTokenSource over = new();
        var reading = ReadAsync(stream, input, request.Tty, over.Token).ContinueWith(_ =>
        {
            if (!status.IsCompleted && !over.IsCancellationRequested)
                reaper.Signal(pid, Signals.Kill, group: true);
        }, TaskScheduler.Default);
        var ended = await status.ConfigureAwait(false);
        await Task.WhenAny(outputs, Task.Delay(TimeSpan.FromSeconds(2))).ConfigureAwait(false);
        over.Cancel();
        await reading.ConfigureAwait(false);
        var code = new byte[8];
        var signal = ended & 0x7f;
        BinaryPrimitives.WriteInt32LittleEndian(code, signal == 0 ? (ended >> 8) & 0xff : 128 + signal);
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(4), signal);
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

    private static (int Pid, Task<int> Status, int Input, Task Outputs) StartOnPipes(
        Launch launch, ChildReaper reaper, OutputPump.Sink output, OutputPump.Sink error)
    {
        PipePair first = PipePair.Open(), second = PipePair.Open(), third = PipePair.Open();
        try
        {
            var (pid, status) = reaper.Start(launch, [first.ReadEnd, second.WriteEnd, third.WriteEnd]);
            return (pid, status, first.WriteEnd, Task.WhenAll(OutputPump.CopyAsync(second.ReadEnd, output), OutputPump.CopyAsync(third.ReadEnd, error)));
        }
        catch
        {
            foreach (var unused in (int[])[first.WriteEnd, second.ReadEnd, third.ReadEnd])
                _ = Native.Close(unused);
            throw;
        }
        finally
        {
            foreach (var given in (int[])[first.ReadEnd, second.WriteEnd, third.WriteEnd])
                _ = Native.Close(given);
        }
    }

    private static unsafe (int Pid, Task<int> Status, int Input, Task Outputs) StartOnTerminal(
        Launch launch, ExecRequest request, ChildReaper reaper, OutputPump.Sink output)
    {
        Native.WindowSize size = new() { Rows = (ushort)request.Height, Columns = (ushort)request.Width };
        int primary, secondary;
        var name = stackalloc byte[256];
        if (Native.OpenTerminal(&primary, &secondary, name, 0, &size) != 0)
            throw new DriverException("failed to open a terminal for exec", recoverable: true);
        try
        {
            var path = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)name)!;
            var (pid, status) = reaper.Start(launch, [], path);
            return (pid, status, primary, OutputPump.CopyAsync(primary, output));
        }
        catch
        {
            _ = Native.Close(primary);
            throw;
        }
        finally
        {
            _ = Native.Close(secondary);
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
            if (open && !terminal)
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
