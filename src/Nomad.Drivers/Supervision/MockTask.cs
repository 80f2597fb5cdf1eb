using System.Text;

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
    }

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

    private async Task RunAsync(LogTarget? logs)
    {
        var output = Task.WhenAll(WriteAsync(logs, "stdout", _script.Stdout), WriteAsync(logs, "stderr", _script.Stderr));
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_script.RunMilliseconds), _stop.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped: ends with the same result.
        }

        End(new ExitResult(_script.ExitCode, _script.ExitSignal, Error: _script.ExitError));
    }

    private async Task WriteAsync(LogTarget? logs, string stream, MockOutput? output)
    {
        if (logs is null || output is null || output.Text.Length == 0)
            return;
        using RotatedFile file = new($"{logs.Prefix}.{stream}", logs.MaxFiles, logs.MaxFileBytes);
        for (var i = 0; i <= output.Repeat; i++)
        {
            file.Write(Encoding.UTF8.GetBytes(output.Text));
            if (i < output.Repeat)
                await Task.Delay(TimeSpan.FromMilliseconds(output.IntervalMilliseconds), _stop.Token).ConfigureAwait(false);
        }
    }
}
