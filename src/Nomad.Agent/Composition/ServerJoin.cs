using Nomad.Agent.Discovery;
using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Finds the other servers at start: <c>start_join</c> once, <c>retry_join</c> until somebody answers or <c>retry_max</c> is reached.</summary>
internal sealed class ServerJoin : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<string> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task joining;

    private ServerJoin(Func<CancellationToken, Task<string>> join) => joining = RunAsync(join);

    /// <summary>Ends when nobody was found and nobody will be looked for: the text says why this agent cannot go on.</summary>
    public Task<string> Failed => failed.Task;

    public static ServerJoin Start(AgentConfiguration configuration, ServerMembership membership, (ILog Log, TimeProvider Time) ports)
    {
        var settings = configuration.Server;
        var join = settings.ServerJoin;
        var log = ports.Log.For("agent.joiner");
        string[] once = [.. settings.StartJoin, .. join?.StartJoin ?? []];
        string[] again = [.. settings.RetryJoin, .. join?.RetryJoin ?? []];
        var (limit, pause) = join is null ? (settings.RetryMaxAttempts, settings.RetryInterval) : (join.RetryMax, join.RetryInterval);
        var addresses = new JoinAddresses(log);
        return new ServerJoin(async cancel =>
        {
            if (once.Length > 0 && !await TryAsync(once, cancel) && !cancel.IsCancellationRequested)
                return $"start_join: none of {string.Join(", ", once)} answered";
            for (var attempt = 1; again.Length > 0 && !await TryAsync(again, cancel); attempt++)
            {
                if (limit > 0 && attempt >= limit)
                {
                    log.Error("max join retry exhausted, exiting");
                    return $"retry_join: none of {string.Join(", ", again)} answered in {attempt} attempts (retry_max)";
                }
                log.Warn($"join failed, trying again: retry={pause.TotalSeconds:0.###}s");
                await Task.Delay(pause, ports.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancel.IsCancellationRequested)
                    break;
            }
            return "";
        });

        async Task<bool> TryAsync(string[] texts, CancellationToken cancel)
        {
            var found = await addresses.ResolveAsync(texts, cancel);
            if (found.Count == 0)
                return false;
            log.Info($"starting join: servers={string.Join(",", found)}");
            var (joined, error) = await membership.JoinAsync(found, cancel);
            if (error.Length > 0)
                log.Warn($"some addresses did not answer: error=\"{error}\"");
            if (joined > 0)
                log.Info($"join completed: num_servers={joined}");
            return joined > 0;
        }
    }

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
