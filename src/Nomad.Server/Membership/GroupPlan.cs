using Nomad.Raft;

namespace Nomad.Server.Membership;

/// <summary>
/// Which change of the Raft group comes next, if any: the autopilot's rules (spec scheduling, "Autopilot"). Pure. One change at a
/// time, each safe by itself.
/// </summary>
internal static class GroupPlan
{
    /// <param name="group">The Raft group.</param>
    /// <param name="known">The servers as gossip knows them.</param>
    /// <param name="self">Who leads and asks.</param>
    /// <param name="rules">The autopilot's configuration.</param>
    /// <param name="healthyFor">How long the server of an id has been close to the leader without interruption; null when it is not.</param>
    public static GroupChange? Next(RaftConfiguration group, ServerGroup known, string self, AutopilotConfig rules, Func<string, TimeSpan?> healthyFor)
    {
        foreach (var server in known.Servers)
        {
            if (Change(server, group, known, self, rules, healthyFor) is { } change)
                return change;
        }
        return rules.CleanupDeadServers ? Cleanup(group, known, rules) : null;
    }

    private static GroupChange? Change(
        KnownServer server, RaftConfiguration group, ServerGroup known, string self, AutopilotConfig rules, Func<string, TimeSpan?> healthyFor)
    {
        var member = group.Find(server.Id);
        switch (server.Life)
        {
            case ServerLife.Alive when member is null:
                // One that leads a group of its own: its log and ours cannot become one.
                return known.IsDismissed(server.Id) || (server.Bootstrapped && server.Id != self) ? null
                    : new GroupChange(GroupChangeKind.AddNonvoter, server.Id, server.RpcAddress);
            case ServerLife.Alive when member.Address != server.RpcAddress:
                return new GroupChange(member.Suffrage == RaftSuffrage.Voter ? GroupChangeKind.AddVoter : GroupChangeKind.AddNonvoter, server.Id, server.RpcAddress);
            case ServerLife.Alive when member.Suffrage != RaftSuffrage.Voter:
                // A voter without the log makes a majority larger and helps nobody: with one more failure nothing can be written until it has all.
                return healthyFor(server.Id) >= rules.ServerStabilizationTime.ToTimeSpan()
                    ? new GroupChange(GroupChangeKind.AddVoter, server.Id, server.RpcAddress) : null;
            case ServerLife.Left when member is not null && server.Id != self:
                return new GroupChange(GroupChangeKind.Remove, server.Id, server.RpcAddress);
            default:
                return null;
        }
    }

    // Fewer than half may go, so that a mistake of gossip cannot make a minority the group.
    private static GroupChange? Cleanup(RaftConfiguration group, ServerGroup known, AutopilotConfig rules)
    {
        var failed = known.Servers.Where(server => server.Life == ServerLife.Failed && group.Find(server.Id) is not null).ToList();
        var voters = failed.Count(server => group.IsVoter(server.Id));
        if (failed.Count == 0 || voters * 2 >= group.VoterCount)
            return null;
        var first = failed[0];
        var left = group.VoterCount - (group.IsVoter(first.Id) ? 1 : 0);
        return (ulong)left < rules.MinQuorum ? null : new GroupChange(GroupChangeKind.Remove, first.Id, first.RpcAddress);
    }
}

internal enum GroupChangeKind
{
    AddNonvoter,
    AddVoter,
    Remove,
}

internal sealed record GroupChange(GroupChangeKind Kind, string Id, string Address);
