using System.Text;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>A task that only pretends: time passes, text is written, it ends as told.</summary>
internal sealed class MockTask : SupervisedTask
{
    private readonly MockScript _script;
    private readonly CancellationTokenSource _stop = new();

    public MockTask(string id, MockScript script, LogTarget? logs) : base(id)
    {
        _script = script;
        _ = RunAsync(logs);
        if (script.LostAfterMilliseconds > 0)
            _ = LoseAsync();
    }

    /// <summary>It ended as if its driver had crashed: nobody knows it any more. Raised before those who wait hear of it.</summary>
    public event Action? Lost;

    public override void Signal(int signal)
    {
        if (_script.SignalError.Length > 0)
            throw new DriverException(_script.SignalError);
    }

    public override void Kill() => _stop.Cancel();

    public override async Task StopAsync(int signal, TimeSpan timeout)
    {
        await Task.WhenAny(Exit, Task.Delay(TimeSpan.FromMilliseconds(_script.KillAfterMilliseconds))).ConfigureAwait(false);
        Kill();
        await Exit.ConfigureAwait(false);
    }

    public override Task<StartedExec> ExecAsync(ExecRequest request, ExecSinks sinks)
    {
        if (_script.Exec is not { } script)
            throw new DriverException("exec is not possible: the config of the task has no exec_command");
        if (Exit.IsCompleted)
            throw new DriverException("exec is not possible: the task has ended");
        var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        // Sinks block until this call has been answered.
        var ended = Task.Run(() => PlayAsync(script, sinks.Output, sinks.Error, over.Token));
        // What is typed is read by nobody.
        var input = Native.Open("/dev/null", Native.OpenReadWrite | Native.OpenCloseOnExec);
        return Task.FromResult(new StartedExec(ended, over.Cancel, input, ended));
    }

    private async Task RunAsync(LogTarget? logs)
    {
        using var output = Open(logs, "stdout", _script.Stdout);
        using var error = Open(logs, "stderr", _script.Stderr);
        var exit = await PlayAsync(_script, data => output?.Write(data), data => error?.Write(data), _stop.Token).ConfigureAwait(false);
        End(exit);
        Kill();
    }

    private async Task LoseAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_script.LostAfterMilliseconds)).ConfigureAwait(false);
        if (Exit.IsCompleted)
            return;
        Lost?.Invoke();
        Fail(new DriverException("the driver ended before the task did, as plugin_exit_after says", recoverable: true));
        Kill();
    }

    private static RotatedFile? Open(LogTarget? logs, string stream, MockOutput? output) =>
        logs is null || output is not { Text.Length: > 0 } ? null : new RotatedFile($"{logs.Prefix}.{stream}", logs.MaxFiles, logs.MaxFileBytes);

    /// <summary>Stopped or not, it ends with the result it is told.</summary>
    private static async Task<ExitResult> PlayAsync(MockScript script, OutputPump.Sink output, OutputPump.Sink error, CancellationToken stop)
    {
        var written = Task.WhenAll(WriteAsync(script.Stdout, output, stop), WriteAsync(script.Stderr, error, stop));
        await Task.Delay(TimeSpan.FromMilliseconds(script.RunMilliseconds), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new ExitResult(script.ExitCode, script.ExitSignal, Error: script.ExitError);
    }

    private static async Task WriteAsync(MockOutput? output, OutputPump.Sink sink, CancellationToken stop)
    {
        if (output is not { Text.Length: > 0 })
            return;
        for (var i = 0; i <= output.Repeat; i++)
        {
            sink(Encoding.UTF8.GetBytes(output.Text));
            if (i < output.Repeat)
                await Task.Delay(TimeSpan.FromMilliseconds(output.IntervalMilliseconds), stop).ConfigureAwait(false);
        }
    }
}
