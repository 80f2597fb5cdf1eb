using Nomad.Raft;

namespace Nomad.Server.Membership;

/// <summary>
/// The first group of a new cluster: as soon as <c>bootstrap_expect</c> empty servers know each other, each of them writes the same
/// first configuration. A server that finds others who have a group already waits to be taken in.
/// </summary>
internal sealed class GroupFormation(ServerGroup known, ServerOptions options, ServerPorts ports)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILog log = ports.Log.For("nomad");

    /// <summary>Completes when this server belongs to a group, or when others have one.</summary>
    public async Task RunAsync(RaftNode raft, CancellationToken stop)
    {
        while (raft.Stats() is { LastLogIndex: 0, Term: 0 } && raft.Configuration.Servers.Count == 0)
        {
            if (await CandidatesAsync(raft.Id, stop) is { } candidates)
            {
                if (candidates.Count == 0)
                    return;
                log.Info($"found expected number of peers, attempting to bootstrap cluster: peers={string.Join(",", candidates.Select(one => one.RpcAddress))}");
                try
                {
                    await raft.BootstrapAsync(new RaftConfiguration([.. candidates.Select(one => new Nomad.Raft.RaftServer(one.Id, one.RpcAddress))]));
                    return;
                }
                catch (RaftRequestException)
                {
                    // Another server of the same first group was faster: its log is here already.
                    return;
                }
            }
            await known.WaitAsync(Interval, stop);
        }
    }

    // Null: wait; empty: others have a group; else the first group.
    private async Task<IReadOnlyList<KnownServer>?> CandidatesAsync(string self, CancellationToken stop)
    {
        var alive = known.Alive.Where(server => server.Expect > 0).OrderBy(server => server.Id, StringComparer.Ordinal).ToList();
        if (alive.FirstOrDefault(server => server.Expect != options.BootstrapExpect) is { } other)
        {
            log.Error($"peer has a conflicting expect value; all servers should expect the same number: member={other.Name} expect={other.Expect}");
            return null;
        }
        if (alive.Count < options.BootstrapExpect || alive.All(server => server.Id != self))
            return null;
        foreach (var server in alive.Where(server => server.Id != self))
        {
            if (await ports.PeersOf(server.RpcAddress, stop) is not { } peers)
                return null;
            if (peers.Count == 0)
                continue;
            log.Info($"existing raft peers reported by another server, disabling bootstrap mode: server={server.Name}");
            return [];
        }
        return alive;
    }
}
