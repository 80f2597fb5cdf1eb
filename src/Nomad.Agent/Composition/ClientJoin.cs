using Nomad.Agent.Peers;
using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Finds servers for a client that has none in its own agent: <c>retry_join</c> until one answers or <c>retry_max</c> is reached.</summary>
internal static class ClientJoin
{
    /// <summary>How long the client has to reach one of the servers of a round, by its registration.</summary>
    private static readonly TimeSpan RoundPatience = TimeSpan.FromSeconds(5);

    /// <summary>Null when there is nothing to find.</summary>
    public static JoinTask? Start(AgentConfiguration configuration, ServerList servers, RemoteServers reached, (ILog Log, TimeProvider Time) ports)
    {
        if (configuration.Client.ServerJoin is not { RetryJoin.Count: > 0 } join)
            return null;
        var retry = new RetryJoin([.. join.RetryJoin], join.RetryMax, join.RetryInterval, (ports.Log.For("agent.joiner"), ports.Time));
        return new JoinTask(cancel => retry.RunAsync(async (found, cancel) =>
        {
            servers.Configure([.. configuration.Client.Servers, .. found]);
            await reached.Reached.WaitAsync(RoundPatience, ports.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return reached.Reached.IsCompleted;
        }, cancel));
    }
}
