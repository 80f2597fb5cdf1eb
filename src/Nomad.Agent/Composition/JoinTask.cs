namespace Nomad.Agent.Composition;

/// <summary>A join that goes on beside the agent's other work until it has succeeded or there is no going on.</summary>
internal sealed class JoinTask : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<string> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task joining;

    /// <param name="join">Returns why this agent cannot go on, "" when it can.</param>
    public JoinTask(Func<CancellationToken, Task<string>> join) => joining = RunAsync(join);

    /// <summary>Ends when nobody was found and nobody will be looked for: the text says why this agent cannot go on.</summary>
    public Task<string> Failed => failed.Task;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await joining;
        stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task<string>> join)
    {
        if (await join(stop.Token) is { Length: > 0 } problem)
            failed.TrySetResult(problem);
    }
}
