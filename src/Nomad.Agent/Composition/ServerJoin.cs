using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Finds the other servers at start: <c>start_join</c> once, <c>retry_join</c> until somebody answers.</summary>
internal sealed class ServerJoin : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task joining;

    private ServerJoin(Func<CancellationToken, Task> join) => joining = join(stop.Token);

    public static ServerJoin Start(AgentConfiguration configuration, ServerMembership membership, (ILog Log, TimeProvider Time) ports)
    {
        var settings = configuration.Server;
        var join = settings.ServerJoin;
        var log = ports.Log.For("agent.joiner");
        string[] once = [.. settings.StartJoin, .. join?.StartJoin ?? []];
        string[] again = [.. settings.RetryJoin, .. join?.RetryJoin ?? []];
        var (limit, pause) = join is null ? (settings.RetryMaxAttempts, settings.RetryInterval) : (join.RetryMax, join.RetryInterval);
        return new ServerJoin(async cancel =>
        {
            if (once.Length > 0)
                await TryAsync(once, cancel);
            for (var attempt = 1; again.Length > 0 && !await TryAsync(again, cancel); attempt++)
            {
                if (limit > 0 && attempt >= limit)
                {
                    log.Error($"max join retry exhausted: attempts={attempt}");
                    return;
                }
                log.Warn($"join failed, trying again: retry={pause.TotalSeconds:0.###}s");
                await Task.Delay(pause, ports.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancel.IsCancellationRequested)
                    return;
            }
        });

        async Task<bool> TryAsync(string[] addresses, CancellationToken cancel)
        {
            log.Info($"starting join: servers={string.Join(",", addresses)}");
            var (joined, error) = await membership.JoinAsync(addresses, cancel);
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
}
