using Nomad.Raft;

namespace Nomad.Server.Membership;

/// <summary>
/// What the leader makes of its servers' reports: which of them could be relied on (spec scheduling, "Autopilot"). Pure.
/// </summary>
internal static class GroupHealth
{
    /// <param name="group">The Raft group.</param>
    /// <param name="known">Its servers as gossip knows them.</param>
    /// <param name="leader">The id of the leader, whose report is the measure.</param>
    /// <param name="reports">What the servers said, by id; those that did not answer are missing.</param>
    /// <param name="rules">The autopilot's configuration.</param>
    /// <param name="before">The last result, for since when a server is as it is.</param>
    /// <param name="now">The moment of the reports.</param>
    public static OperatorHealthReply Assess(RaftConfiguration group, IReadOnlyList<KnownServer> known, string leader,
        IReadOnlyDictionary<string, RaftReport> reports, AutopilotConfig rules, OperatorHealthReply? before, DateTimeOffset now)
    {
        var measure = reports.GetValueOrDefault(leader) ?? new RaftReport(0, 0, null);
        var servers = group.Servers.Select(server =>
        {
            var member = known.FirstOrDefault(one => one.Id == server.Id);
            var report = reports.GetValueOrDefault(server.Id);
            var healthy = member?.Life == ServerLife.Alive && report is not null && IsClose(report, measure, rules);
            var last = before?.Servers.OrEmpty().FirstOrDefault(one => one.ID == server.Id);
            return new ServerHealth
            {
                ID = server.Id,
                Name = member?.Name ?? server.Id,
                Address = server.Address,
                SerfStatus = member is null ? "none" : member.Life.ToString().ToLowerInvariant(),
                Version = member?.Build ?? "",
                Leader = server.Id == leader,
                LastContact = report?.LastContact ?? default,
                LastTerm = report?.LastTerm ?? 0,
                LastIndex = report?.LastIndex ?? 0,
                Healthy = healthy,
                Voter = server.Suffrage == RaftSuffrage.Voter,
                StableSince = last is not null && last.Healthy == healthy ? last.StableSince : now,
            };
        }).ToList();
        return new OperatorHealthReply
        {
            Healthy = servers.All(server => server.Healthy),
            FailureTolerance = Math.Max(0, servers.Count(server => server.Voter && server.Healthy) - group.Quorum),
            Servers = servers,
            Leader = leader,
            Voters = [.. group.Voters],
        };
    }

    private static bool IsClose(RaftReport report, RaftReport measure, AutopilotConfig rules) =>
        report.LastContact <= rules.LastContactThreshold && report.LastTerm == measure.LastTerm
        && (report.LastIndex >= measure.LastIndex || measure.LastIndex - report.LastIndex <= rules.MaxTrailingLogs);
}
