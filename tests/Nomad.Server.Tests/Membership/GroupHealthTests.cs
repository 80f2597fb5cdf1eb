using Nomad.Model;
using Nomad.Model.Cluster;
using Nomad.Raft;
using Nomad.Server.Membership;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Membership;

public sealed class GroupHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 20, 0, 0, TimeSpan.Zero);

    private static readonly RaftConfiguration Group = new([.. ((string[])["a", "b", "c"]).Select(id => new Nomad.Raft.RaftServer(id, id + ":4647"))]);

    private static readonly RaftReport Leader = new(3, 1000, Duration.Zero);

    [Fact]
    public void All_close_to_the_leader_are_healthy_and_one_of_three_may_fail()
    {
        var health = Assess(new() { ["a"] = Leader, ["b"] = Close(0), ["c"] = Close(250) });
        Assert.Equal((true, 1, "a"), (health.Healthy, health.FailureTolerance, health.Leader));
        Assert.Equal(["a", "b", "c"], health.Voters);
        Assert.All(health.Servers!, server => Assert.Equal(Now, server.StableSince));
    }

    [Theory]
    [InlineData(3, 251, 10)] // too far behind
    [InlineData(2, 0, 10)] // an older term
    [InlineData(3, 0, 201)] // silent for too long
    [InlineData(3, 0, -1)] // never heard the leader
    public void A_server_that_lags_or_is_silent_is_unhealthy(ulong term, ulong behind, int silent)
    {
        var report = new RaftReport(term, 1000 - behind, silent < 0 ? null : Duration.FromTimeSpan(TimeSpan.FromMilliseconds(silent)));
        var health = Assess(new() { ["a"] = Leader, ["b"] = report, ["c"] = Close(0) });
        Assert.Equal((false, 0), (health.Healthy, health.FailureTolerance));
        Assert.Equal([true, false, true], health.Servers!.Select(server => server.Healthy));
    }

    [Fact]
    public void A_server_that_gives_no_answer_or_that_gossip_misses_is_unhealthy()
    {
        Assert.False(Assess(new() { ["a"] = Leader, ["b"] = Close(0) }).Healthy);
        var failed = Assess(new() { ["a"] = Leader, ["b"] = Close(0), ["c"] = Close(0) }, life: ServerLife.Failed);
        Assert.Equal(("failed", false), (failed.Servers![2].SerfStatus, failed.Servers![2].Healthy));
    }

    [Fact]
    public void Since_when_a_server_is_as_it_is_survives_until_that_changes()
    {
        var first = Assess(new() { ["a"] = Leader, ["b"] = Close(0) });
        var later = GroupHealth.Assess(Group, Known(ServerLife.Alive), "a", new Dictionary<string, RaftReport> { ["a"] = Leader, ["b"] = Close(0), ["c"] = Close(0) },
            StateDefaults.Autopilot, first, Now.AddMinutes(1));
        Assert.Equal([Now, Now, Now.AddMinutes(1)], later.Servers!.Select(server => server.StableSince));
    }

    private static RaftReport Close(ulong behind) => new(3, 1000 - behind, Duration.FromTimeSpan(TimeSpan.FromMilliseconds(40)));

    private static OperatorHealthReply Assess(Dictionary<string, RaftReport> reports, ServerLife life = ServerLife.Alive) =>
        GroupHealth.Assess(Group, Known(life), "a", reports, StateDefaults.Autopilot, null, Now);

    // The last of them lives as said.
    private static KnownServer[] Known(ServerLife life) =>
        [.. Group.Servers.Select(server => new KnownServer(server.Id, server.Id + ".global", server.Address, "dc1", server.Id == "c" ? life : ServerLife.Alive) { Build = "2.0.0" })];
}
