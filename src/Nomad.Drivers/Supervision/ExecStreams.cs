using System.Runtime.InteropServices;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>Connects a command's streams, pipes or a terminal, with the sinks its output goes to.</summary>
internal static class ExecStreams
{
    public static async Task<StartedExec> OnPipesAsync(Func<int[], Task<StartedProcess>> start, ExecSinks sinks, ChildReaper reaper)
    {
        PipePair first = PipePair.Open(), second = PipePair.Open(), third = PipePair.Open();
        try
        {
            var process = await start([first.ReadEnd, second.WriteEnd, third.WriteEnd]).ConfigureAwait(false);
            var outputs = Task.WhenAll(OutputPump.CopyAsync(second.ReadEnd, sinks.Output), OutputPump.CopyAsync(third.ReadEnd, sinks.Error));
            return Started(process, first.WriteEnd, outputs, reaper);
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

    public static async Task<StartedExec> OnTerminalAsync(Func<Task<(StartedProcess Process, int Terminal)>> start, ExecSinks sinks, ChildReaper reaper)
    {
        var (process, terminal) = await start().ConfigureAwait(false);
        // One to write to for as long as somebody types: the pump closes its own at the end of the output.
        var typing = Native.Control(terminal, Native.DuplicateCloseOnExec, 0);
        return Started(process, typing, OutputPump.CopyAsync(terminal, sinks.Output), reaper);
    }

    private static StartedExec Started(StartedProcess process, int input, Task outputs, ChildReaper reaper)
    {
        return new StartedExec(EndAsync(), Kill, input, outputs);

        async Task<ExitResult> EndAsync() => ExitResult.OfStatus(await process.Ended.ConfigureAwait(false));

        void Kill()
        {
            if (!reaper.Signal(process.Pid, Signals.Kill, group: true))
                reaper.Signal(process.Pid, Signals.Kill, group: false);
        }
    }

    /// <summary>On a terminal of the host.</summary>
    public static unsafe (StartedProcess Process, int Terminal) StartOnOwnTerminal(Launch launch, ExecRequest request, ChildReaper reaper)
    {
        Native.WindowSize size = new() { Rows = (ushort)request.Height, Columns = (ushort)request.Width };
        int primary, secondary;
        var name = stackalloc byte[256];
        if (Native.OpenTerminal(&primary, &secondary, name, 0, &size) != 0)
            throw new DriverException("failed to open a terminal for exec", recoverable: true);
        try
        {
            return (reaper.Start(launch, [], Marshal.PtrToStringUTF8((nint)name)!), primary);
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
}
