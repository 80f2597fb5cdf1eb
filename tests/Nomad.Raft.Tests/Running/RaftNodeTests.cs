using System.Diagnostics;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Running;

public sealed class RaftNodeTests
{
    [Fact]
    public async Task A_single_server_leads_as_soon_as_it_has_started_and_answers_with_the_result_of_the_state_machine()
    {
        await using var group = new Group();
        var node = await group.StartAsync("a", bootstrap: true);
        Assert.True(node.IsLeader);
        var first = await node.ApplyAsync(Group.Command("one"));
        var second = await node.ApplyAsync(Group.Command("two"));
        Assert.Equal((1, 2, first.Index + 1), (first.Result, second.Result, second.Index));
        Assert.Equal(["one", "two"], group.Journals["a"].Lines);
        Assert.Equal("Leader", node.Stats().ToPairs()["state"]);
    }

    [Fact]
    public async Task Many_proposals_at_once_are_applied_once_each_and_quickly()
    {
        await using var group = new Group();
        var node = await group.StartAsync("a", bootstrap: true);
        var clock = Stopwatch.StartNew();
        var indexes = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => node.ProposeAsync(Group.Command($"{i}")).AsTask()));
        Assert.Equal(20_000, indexes.Distinct().Count());
        Assert.Equal(20_000, group.Journals["a"].Lines.Distinct().Count());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task Three_servers_agree_and_go_on_when_the_leader_is_cut_off()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        for (var i = 0; i < 50; i++)
        {
            await leader.ProposeAsync(Group.Command($"before {i}"));
        }

        group.Network.Isolate(leader.Id);
        var lost = leader.ProposeAsync(Group.Command("never")).AsTask();
        var next = await group.LeaderAsync(otherThan: leader);
        await next.ProposeAsync(Group.Command("after"));
        await Assert.ThrowsAsync<LeadershipLostException>(() => lost);
        group.Network.Heal();
        await group.AllHave(51);
        Assert.All(group.Journals.Values, journal => Assert.Equal("after", journal.Lines[^1]));
    }

    [Fact]
    public async Task A_follower_names_the_leader()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        var follower = group.Nodes.Values.First(node => node != leader);
        await Group.Until(() => follower.LeaderId == leader.Id, "the follower knows the leader");
        var error = await Assert.ThrowsAsync<NotLeaderException>(() => follower.ProposeAsync(Group.Command("x")).AsTask());
        Assert.Equal((leader.Id, leader.Id + ":1"), (error.LeaderId, error.LeaderAddress));
    }

    [Fact]
    public async Task Leadership_goes_to_the_server_it_is_handed_to()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        var target = group.Nodes.Values.Last(node => node != leader);
        await leader.TransferLeadershipAsync(target.Id);
        await Group.Until(() => target.IsLeader, "the target leads");
        await target.ProposeAsync(Group.Command("x"));
        await group.AllHave(1);
    }

    [Fact]
    public async Task A_group_grows_from_one_to_three_and_a_removed_leader_leaves()
    {
        await using var group = new Group();
        var first = await group.StartAsync("a", bootstrap: true);
        await first.ProposeAsync(Group.Command("x"));
        await group.StartAsync("b");
        await group.StartAsync("c");
        await first.AddNonvoterAsync("b", "b:1");
        await group.AllHaveIn("b", 1);
        await first.AddVoterAsync("b", "b:1");
        await first.AddVoterAsync("c", "c:1");
        await group.AllHave(1);
        Assert.Equal(2, first.Stats().NumPeers);
        await first.RemoveServerAsync("a");
        var next = await group.LeaderAsync(otherThan: first);
        await next.ProposeAsync(Group.Command("y"));
        Assert.False(first.IsLeader);
        Assert.Null(next.Configuration.Find("a"));
        await Assert.ThrowsAsync<RaftRequestException>(() => next.RemoveServerAsync("nobody"));
    }

    [Fact]
    public async Task A_server_that_is_taken_in_comes_to_know_the_leaders_address()
    {
        await using var group = new Group();
        var leader = await group.StartAsync("a", bootstrap: true);
        var empty = await group.StartAsync("b");
        await leader.AddNonvoterAsync("b", "b:1");
        await Group.Until(() => empty.LeaderAddress == "a:1", "the new server hears its leader before it knows the group, and then learns the address");
    }

    [Fact]
    public async Task A_removed_follower_learns_that_it_is_out()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        var other = group.Nodes.Values.First(node => node != leader);
        await leader.RemoveServerAsync(other.Id);
        await Group.Until(() => other.Configuration.Find(other.Id) is null, "the removed server knows");
    }

    [Fact]
    public async Task A_server_that_was_away_too_long_catches_up_from_a_snapshot()
    {
        await using var group = new Group { Options = options => options with { SnapshotThreshold = 100, TrailingEntries = 10 } };
        var leader = await group.StartThreeAsync();
        var away = group.Nodes.Values.First(node => node != leader);
        group.Network.Isolate(away.Id);
        for (var i = 0; i < 1000; i++)
        {
            await leader.ProposeAsync(Group.Command($"{i}"));
        }

        await Group.Until(() => leader.Stats().LastSnapshotIndex > 500, "the leader has a snapshot");
        group.Network.Heal();
        await group.AllHave(1000);
        Assert.True(group.Journals[away.Id].Restores > 0);
        Assert.Equal(group.Journals[leader.Id].Lines, group.Journals[away.Id].Lines);
    }

    [Fact]
    public async Task Thresholds_that_change_while_it_runs_hold_from_then_on()
    {
        await using var group = new Group { Options = options => options with { SnapshotThreshold = 100_000 } };
        var leader = await group.StartThreeAsync();
        for (var i = 0; i < 50; i++)
        {
            await leader.ProposeAsync(Group.Command($"{i}"));
        }

        Assert.Equal(0ul, leader.Stats().LastSnapshotIndex);
        leader.Tune(new RaftTuning(TimeSpan.FromMilliseconds(30), SnapshotThreshold: 20, TrailingEntries: 10));
        await leader.ProposeAsync(Group.Command("one more"));
        await Group.Until(() => leader.Stats().LastSnapshotIndex > 20, "the leader has a snapshot");
    }

    [Fact]
    public async Task Reads_wait_for_a_majority()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        var index = await leader.ProposeAsync(Group.Command("x"));
        Assert.True(await leader.ReadIndexAsync() >= index);
        group.Network.Isolate(leader.Id);
        await Assert.ThrowsAnyAsync<RaftException>(() => leader.ReadIndexAsync().AsTask());
    }

    [Fact]
    public async Task An_operators_state_replaces_that_of_all_servers()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("old"));
        await leader.ReplaceStateAsync(new MemoryStream("new 1\nnew 2\n"u8.ToArray()));
        await leader.ProposeAsync(Group.Command("later"));
        await group.AllHave(3);
        Assert.All(group.Journals.Values, journal => Assert.Equal(["new 1", "new 2", "later"], journal.Lines));
    }

    [Fact]
    public async Task A_server_whose_disk_fails_stops_leading_and_acknowledges_nothing()
    {
        var disks = new Dictionary<string, FailingStorage>();
        await using var group = new Group { Storage = id => disks[id] = new FailingStorage() };
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("kept"));
        disks[leader.Id].Broken = true;
        var error = await Assert.ThrowsAsync<RaftStoppedException>(() => leader.ProposeAsync(Group.Command("lost")).AsTask());
        Assert.Contains("No space left", error.Message);
        Assert.Equal(RaftRole.Shutdown, leader.Stats().State);
        var next = await group.LeaderAsync(otherThan: leader);
        await next.ProposeAsync(Group.Command("next"));
        Assert.Contains("kept", group.Journals[next.Id].Lines);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_each_restart_from_the_disk()
    {
        var directory = Directory.CreateTempSubdirectory("raft").FullName;
        try
        {
            var expected = new List<string>();
            for (var round = 0; round < 5; round++)
            {
                await using var group = new Group
                {
                    Storage = _ => new DiskRaftStorage(directory, segmentBytes: 2000),
                    Options = options => options with { SnapshotThreshold = 40, TrailingEntries = 5 },
                };
                var node = await group.StartAsync("a", bootstrap: true);
                for (var i = 0; i < 50; i++)
                {
                    expected.Add($"{round}.{i}");
                    await node.ProposeAsync(Group.Command(expected[^1]));
                }

                Assert.Equal(expected, group.Journals["a"].Lines);
            }

            Assert.True(Directory.GetFiles(Path.Combine(directory, "snapshots")).Length <= ISnapshotStore.Kept);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_on_the_disk_at_that_moment_as_if_the_power_failed()
    {
        var root = Directory.CreateTempSubdirectory("raft").FullName;
        try
        {
            await using var group = new Group { Storage = _ => new DiskRaftStorage(Path.Combine(root, "live"), segmentBytes: 4000) };
            var node = await group.StartAsync("a", bootstrap: true);
            var acknowledged = 0;
            var writing = Task.Run(async () =>
            {
                for (var i = 0; i < 400; i++)
                {
                    await node.ProposeAsync(Group.Command($"{i}"));
                    Volatile.Write(ref acknowledged, i + 1);
                }
            });
            for (var copy = 0; copy < 8; copy++)
            {
                var expected = Volatile.Read(ref acknowledged);
                var directory = Path.Combine(root, $"copy{copy}");
                Copy(Path.Combine(root, "live"), directory);
                using var storage = new DiskRaftStorage(directory);
                var stored = storage.Load().Entries.Where(entry => entry.Kind == EntryKind.Command).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Data.Span)).ToArray();
                Assert.Equal(Enumerable.Range(0, expected).Select(i => $"{i}"), stored.Take(expected));
                await Task.Delay(20);
            }

            await writing;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
