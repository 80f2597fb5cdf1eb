using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Nomad.Agent.Composition;

/// <summary>Signals to this process, in the order they came. While it lives the process does not die of them.</summary>
internal sealed class SignalQueue : IDisposable
{
    private readonly Channel<PosixSignal> signals = Channel.CreateUnbounded<PosixSignal>();
    private readonly CancellationTokenSource ending = new();
    private readonly PosixSignalRegistration[] registrations;

    public SignalQueue()
    {
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            signals.Writer.TryWrite(context.Signal);
            if (context.Signal != PosixSignal.SIGHUP)
                ending.Cancel();
        }))];
    }

    /// <summary>Cancelled by the first signal that asks this process to end; the signal itself stays in the queue.</summary>
    public CancellationToken Ending => ending.Token;

    public ValueTask<PosixSignal> NextAsync(CancellationToken stop = default) => signals.Reader.ReadAsync(stop);

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        ending.Dispose();
    }
}
