using System.Net;
using Nomad.Gossip.Snapshots;

namespace Nomad.Gossip.Tests.Snapshots;

public sealed class PoolSnapshotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nomad-gossip-").FullName;

    private string Path => System.IO.Path.Combine(folder, "serf", "snapshot");

    // Written by a serf agent: gamma joined, failed, was forced to leave and pruned; beta left; then this member left.
    private static readonly string[] Recorded =
    [
        "alive: alpha.global 127.0.0.1:7946", "alive: beta.global 127.0.0.2:7946", "clock: 1", "event-clock: 1", "alive: gamma.global 127.0.0.3:7946", "clock: 2", "query-clock: 2",
        "not-alive: gamma.global", "not-alive: gamma.global", "clock: 3", "clock: 4", "not-alive: beta.global", "clock: 5", "leave", "clock: 6",
    ];

    [Theory]
    [InlineData(5, false, "alpha.global beta.global gamma.global", 1, 1, 0)]
    [InlineData(13, false, "alpha.global", 5, 1, 2)]
    [InlineData(15, false, "", 6, 0, 0)]
    [InlineData(15, true, "alpha.global", 6, 1, 2)]
    public void Lines_are_replayed_in_order(int lines, bool rejoin, string alive, ulong clock, ulong events, ulong queries)
    {
        var pool = RememberedPool.Read(Recorded.Take(lines), rejoin, warn: null);
        Assert.Equal(alive, string.Join(' ', pool.Alive.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal((clock, events, queries), (pool.Clock, pool.EventClock, pool.QueryClock));
    }

    [Fact]
    public void What_is_not_understood_is_said_and_skipped()
    {
        var said = new List<string>();
        var pool = RememberedPool.Read(["# note", "coordinate: {}", "alive: nowhere", "alive: two words [::1]:4648", "clock: many", "what: now", ""], false, said.Add);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 4648), Assert.Single(pool.Alive).Value);
        Assert.Equal(3, said.Count);
    }

    [Fact]
    public void What_was_recorded_is_there_after_a_restart_unless_this_member_left()
    {
        using (var snapshot = PoolSnapshot.Open(Path, false, null))
        {
            snapshot.Record(Happened(SerfEventType.Join, "a"));
            snapshot.Record(Happened(SerfEventType.Join, "b"));
            snapshot.Record(Happened(SerfEventType.Failed, "b"));
            snapshot.RecordTimes(7, 0, 3);
        }

        using (var snapshot = PoolSnapshot.Open(Path, false, null))
        {
            Assert.Equal(("a", 7UL, 3UL), (Assert.Single(snapshot.Before.Alive).Key, snapshot.Before.Clock, snapshot.Before.QueryClock));
            snapshot.RecordLeave();
            snapshot.Record(Happened(SerfEventType.Join, "late"));
        }

        using var last = PoolSnapshot.Open(Path, false, null);
        Assert.Empty(last.Before.Alive);
    }

    [Fact]
    public void A_long_life_does_not_make_a_long_file()
    {
        using (var snapshot = PoolSnapshot.Open(Path, false, null))
        {
            for (var round = 0; round < 4000; round++)
            {
                snapshot.Record(Happened(SerfEventType.Join, "comes-and-goes"));
                snapshot.Record(Happened(SerfEventType.Failed, "comes-and-goes"));
                snapshot.RecordTimes((ulong)round, 0, 0);
            }

            snapshot.Record(Happened(SerfEventType.Join, "stays"));
        }

        Assert.InRange(new FileInfo(Path).Length, 1, 129 * 1024);
        using var again = PoolSnapshot.Open(Path, false, null);
        Assert.Equal(("stays", 3999UL), (Assert.Single(again.Before.Alive).Key, again.Before.Clock));
    }

    [Fact]
    public void A_disk_that_takes_nothing_is_said_once()
    {
        var said = new List<string>();
        using var snapshot = PoolSnapshot.Open(Path, false, said.Add);
        Directory.Delete(folder, recursive: true);
        snapshot.Record(Happened(SerfEventType.Join, "a"));
        snapshot.Record(Happened(SerfEventType.Join, "b"));
        Assert.Contains(Path, Assert.Single(said), StringComparison.Ordinal);
        Directory.CreateDirectory(folder);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_member_finds_its_pool_after_a_restart(bool leave, bool rejoin)
    {
        await using var other = SerfAgentTests.Start("other");
        int port;
        await using (var first = Start(rejoin, 0))
        {
            port = first.LocalEndPoint.Port;
            await first.JoinAsync([other.LocalEndPoint.ToString()]);
            await SerfAgentTests.Until(() => SerfAgentTests.Status(other, "me") == MemberStatus.Alive, "it joined");
            if (leave)
            {
                await first.LeaveAsync();
                await SerfAgentTests.Until(() => SerfAgentTests.Status(other, "me") == MemberStatus.Left, "it left");
            }
        }

        if (leave && !rejoin)
        {
            using var forgotten = PoolSnapshot.Open(Path, false, null);
            Assert.Empty(forgotten.Before.Alive);
            return;
        }

        await using var again = Start(rejoin, port);
        await SerfAgentTests.Until(() => SerfAgentTests.Status(again, "other") == MemberStatus.Alive && SerfAgentTests.Status(other, "me") == MemberStatus.Alive, "it found the pool");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SerfEvent Happened(SerfEventType type, string name) =>
        new(type, new SerfMember(name, IPAddress.Loopback, 4648, new Dictionary<string, string>(), MemberStatus.Alive));

    private SerfAgent Start(bool rejoin, int port) => SerfAgent.Start(
        new SerfOptions { NodeName = "me", Bind = new IPEndPoint(IPAddress.Loopback, port), Timing = GossipTiming.Local, SnapshotPath = Path, RejoinAfterLeave = rejoin },
        TimeProvider.System);
}
