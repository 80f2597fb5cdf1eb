using Nomad.Model;
using Nomad.Model.Cluster;
using Nomad.Raft;
using Nomad.Server.Membership;

namespace Nomad.Server.Tests.Membership;

public sealed class GroupPlanTests
{
    private static readonly AutopilotConfig Rules = new() { CleanupDeadServers = true, ServerStabilizationTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) };

    private readonly Clock time = new();
    private readonly ServerGroup known;
    private readonly Dictionary<string, TimeSpan?> healthy = [];

    public GroupPlanTests() => known = new ServerGroup(time);

    [Fact]
    public void A_new_server_listens_first_and_votes_when_it_has_been_there_for_a_while()
    {
        known.Update([Server("a"), Server("b")]);
        Assert.Equal(new GroupChange(GroupChangeKind.AddNonvoter, "b", "b:1"), Next(Voter("a")));
        Assert.Null(Next(Voter("a"), Listener("b")));
        healthy["b"] = TimeSpan.FromSeconds(9.9);
        Assert.Null(Next(Voter("a"), Listener("b")));
        healthy["b"] = TimeSpan.FromSeconds(10);
        Assert.Equal(new GroupChange(GroupChangeKind.AddVoter, "b", "b:1"), Next(Voter("a"), Listener("b")));
    }

    [Fact]
    public void A_server_that_lags_gets_no_vote_however_long_it_has_been_there()
    {
        known.Update([Server("a"), Server("b"), Server("c"), Server("d")]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(Next(Voter("a"), Voter("b"), Voter("c"), Listener("d")));
        healthy["d"] = TimeSpan.FromSeconds(10);
        Assert.Equal(new GroupChange(GroupChangeKind.AddVoter, "d", "d:1"), Next(Voter("a"), Voter("b"), Voter("c"), Listener("d")));
    }

    [Fact]
    public void A_server_that_moved_gets_its_new_address()
    {
        known.Update([Server("a"), Server("b") with { RpcAddress = "elsewhere:1" }]);
        Assert.Equal(new GroupChange(GroupChangeKind.AddVoter, "b", "elsewhere:1"), Next(Voter("a"), Voter("b")));
    }

    [Fact]
    public void Who_said_goodbye_is_removed_but_never_the_leader_itself()
    {
        known.Update([Server("a", ServerLife.Left), Server("b", ServerLife.Left)]);
        Assert.Equal(new GroupChange(GroupChangeKind.Remove, "b", "b:1"), Next(Voter("a"), Voter("b"), Voter("c")));
    }

    [Fact]
    public void Who_was_pruned_is_removed_and_taken_in_again_when_it_comes_back()
    {
        known.Update([Server("a"), Server("b"), Server("c", ServerLife.Failed)]);
        known.Forget(Server("c", ServerLife.Failed));
        known.Update([Server("a"), Server("b")]);
        Assert.Equal(new GroupChange(GroupChangeKind.Remove, "c", "c:1"), Next(Voter("a"), Voter("b"), Voter("c")));
        Assert.Null(Next(Voter("a"), Voter("b")));
        known.Update([Server("a"), Server("b"), Server("c")]);
        Assert.Equal(new GroupChange(GroupChangeKind.AddNonvoter, "c", "c:1"), Next(Voter("a"), Voter("b")));
        known.Update([Server("a"), Server("b")]);
        Assert.Null(Next(Voter("a"), Voter("b"), Voter("c")));
    }

    [Fact]
    public void Failed_servers_go_only_while_they_are_fewer_than_half()
    {
        known.Update([Server("a"), Server("b"), Server("c", ServerLife.Failed)]);
        Assert.Equal(new GroupChange(GroupChangeKind.Remove, "c", "c:1"), Next(Voter("a"), Voter("b"), Voter("c")));
        known.Update([Server("a"), Server("b", ServerLife.Failed), Server("c", ServerLife.Failed)]);
        Assert.Null(Next(Voter("a"), Voter("b"), Voter("c")));
    }

    [Fact]
    public void Cleaning_up_respects_the_operators_rules()
    {
        known.Update([Server("a"), Server("b"), Server("c", ServerLife.Failed)]);
        var group = new RaftConfiguration([Voter("a"), Voter("b"), Voter("c")]);
        Assert.Null(GroupPlan.Next(group, known, "a", Rules with { CleanupDeadServers = false }, _ => null));
        Assert.Null(GroupPlan.Next(group, known, "a", Rules with { MinQuorum = 3 }, _ => null));
    }

    [Fact]
    public async Task Who_was_taken_out_on_purpose_stays_out_until_it_has_been_away()
    {
        known.Update([Server("a"), Server("b"), Server("c")]);
        await Assert.ThrowsAsync<IOException>(() => known.DismissAsync("c", 5, () => throw new IOException("not now")));
        Assert.Equal(new GroupChange(GroupChangeKind.AddNonvoter, "c", "c:1"), Next(Voter("a"), Voter("b")));
        await known.DismissAsync("c", 5, () => Task.CompletedTask);
        known.Update([Server("a"), Server("b"), Server("c")]);
        Assert.Null(Next(Voter("a"), Voter("b")));
        known.Update([Server("a"), Server("b"), Server("c", ServerLife.Left)]);
        known.Update([Server("a"), Server("b"), Server("c")]);
        Assert.Equal(new GroupChange(GroupChangeKind.AddNonvoter, "c", "c:1"), Next(Voter("a"), Voter("b")));
    }

    [Fact]
    public async Task A_leader_that_was_not_there_meanwhile_takes_it_in_again()
    {
        known.Update([Server("a"), Server("b"), Server("c")]);
        await known.DismissAsync("c", 5, () => Task.CompletedTask);
        known.BeginTerm(5);
        Assert.Null(Next(Voter("a"), Voter("b")));
        known.BeginTerm(7);
        Assert.Equal(new GroupChange(GroupChangeKind.AddNonvoter, "c", "c:1"), Next(Voter("a"), Voter("b")));
    }

    [Fact]
    public void A_server_with_a_group_of_its_own_is_not_taken_in()
    {
        known.Update([Server("a") with { Bootstrapped = true }, Server("b") with { Bootstrapped = true }]);
        Assert.Null(Next(Voter("a")));
    }

    private GroupChange? Next(params Nomad.Raft.RaftServer[] group) => GroupPlan.Next(new RaftConfiguration(group), known, "a", Rules, id => healthy.GetValueOrDefault(id));

    private static KnownServer Server(string id, ServerLife life = ServerLife.Alive) => new(id, id + ".global", id + ":1", "dc1", life) { Expect = 3 };

    private static Nomad.Raft.RaftServer Voter(string id) => new(id, id + ":1", RaftSuffrage.Voter);

    private static Nomad.Raft.RaftServer Listener(string id) => new(id, id + ":1", RaftSuffrage.Nonvoter);

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.UtcTicks;

        public void Advance(TimeSpan time) => now += time;
    }
}
