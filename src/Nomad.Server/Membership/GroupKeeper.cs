using Nomad.Raft;
using Nomad.Server.State;

namespace Nomad.Server.Membership;

/// <summary>On the leader: makes the Raft group what gossip and the autopilot's rules say it should be.</summary>
internal sealed class GroupKeeper(ServerGroup known, HealthWatch health, StateStore state, ServerPorts ports, Func<RaftNode> node)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ILog log = ports.Log.For("nomad.autopilot");

    public async Task RunAsync(CancellationToken stop)
    {
        known.BeginTerm(node().Stats().Term);
        while (true)
        {
            var raft = node();
            if (GroupPlan.Next(raft.Configuration, known, raft.Id, state.Snapshot().Autopilot(), health.HealthyFor) is { } change)
            {
                try
                {
                    await ApplyAsync(raft, change, stop);
                    continue;
                }
                catch (RaftException problem)
                {
                    log.Warn($"failed to change the raft group: change={change.Kind} server={change.Id} error=\"{problem.Message}\"");
                }
            }
            await known.WaitAsync(Interval, stop);
        }
    }

    private Task ApplyAsync(RaftNode raft, GroupChange change, CancellationToken stop)
    {
        log.Info($"changing the raft group: change={change.Kind} server={change.Id} address={change.Address}");
        if (change.Kind == GroupChangeKind.AddNonvoter)
            health.BeginAnew(change.Id);
        return change.Kind switch
        {
            GroupChangeKind.AddNonvoter => raft.AddNonvoterAsync(change.Id, change.Address, stop),
            GroupChangeKind.AddVoter => raft.AddVoterAsync(change.Id, change.Address, stop),
            _ => raft.RemoveServerAsync(change.Id, stop),
        };
    }
}
