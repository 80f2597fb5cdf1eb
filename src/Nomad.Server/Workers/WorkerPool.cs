namespace Nomad.Server.Workers;

/// <summary>The evaluation workers of a leader. How many there are and what they take may change while they run: they are stopped and started anew.</summary>
internal sealed class WorkerPool(Func<IReadOnlyList<string>, EvaluationWorker> make, int count, IReadOnlyList<string> types)
{
    private readonly Lock change = new();
    private Shift shift = new(count, types, new CancellationTokenSource());

    /// <param name="count">At least 0.</param>
    /// <param name="types">Of evaluations; <c>_core</c> is among them always.</param>
    public void Change(int count, IReadOnlyList<string> types)
    {
        lock (change)
        {
            var old = shift;
            shift = new Shift(count, types, new CancellationTokenSource());
            old.Over.Cancel();
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = Now();
            using var round = CancellationTokenSource.CreateLinkedTokenSource(stop, now.Over.Token);
            Task[] workers = [.. Enumerable.Range(0, now.Count).Select(_ => make(now.Types).RunAsync(round.Token))];
            try
            {
                await Waiting.AnyWithinAsync(workers, Timeout.InfiniteTimeSpan, TimeProvider.System, round.Token);
            }
            catch (OperationCanceledException)
            {
                // Leadership was lost, or there are other workers now.
            }
            var first = Array.Find(workers, worker => worker.IsCompleted) ?? Task.CompletedTask;
            round.Cancel();
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            // Without a change one of them has failed, which is for whoever watches this to say.
            if (!now.Over.IsCancellationRequested)
                await first;
        }
    }

    private Shift Now()
    {
        lock (change)
            return shift;
    }

    private sealed record Shift(int Count, IReadOnlyList<string> Types, CancellationTokenSource Over);
}
