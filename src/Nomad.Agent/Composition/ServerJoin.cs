using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Finds the other servers at start: <c>start_join</c> once, <c>retry_join</c> until somebody answers or <c>retry_max</c> is reached.</summary>
internal static class ServerJoin
{
    public static JoinTask Start(AgentConfiguration configuration, ServerMembership membership, (ILog Log, TimeProvider Time) ports)
    {
        var settings = configuration.Server;
        var join = settings.ServerJoin;
        var log = ports.Log.For("agent.joiner");
        string[] once = [.. settings.StartJoin, .. join?.StartJoin ?? []];
        string[] again = [.. settings.RetryJoin, .. join?.RetryJoin ?? []];
        var (limit, pause) = join is null ? (settings.RetryMaxAttempts, settings.RetryInterval) : (join.RetryMax, join.RetryInterval);
        return new JoinTask(async cancel =>
        {
            if (once.Length > 0 && !await new RetryJoin(once, 1, pause, (log, ports.Time)).TryAsync(JoinAsync, cancel) && !cancel.IsCancellationRequested)
                return $"start_join: none of {string.Join(", ", once)} answered";
            return await new RetryJoin(again, limit, pause, (log, ports.Time)).RunAsync(JoinAsync, cancel);
        });

        async Task<bool> JoinAsync(IReadOnlyList<string> found, CancellationToken cancel)
        {
            log.Info($"starting join: servers={string.Join(",", found)}");
            var (joined, error) = await membership.JoinAsync(found, cancel);
            if (error.Length > 0)
                log.Warn($"some addresses did not answer: error=\"{error}\"");
            if (joined > 0)
                log.Info($"join completed: num_servers={joined}");
            return joined > 0;
        }
    }
}
