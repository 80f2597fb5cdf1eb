using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>The state of an operator takes the place of all before, on a majority or nowhere.</summary>
public sealed class ReplacedStateTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("raft").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_leader_that_is_lost_with_a_state_that_nobody_else_has_follows_the_others_again(bool ends)
    {
        await using var group = Started();
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("old"));
        await group.AllHave(1);
        var before = leader.Stats().LastLogIndex;
        var replacing = leader.ReplaceStateAsync(new Read("new 1\nnew 2\n", () => group.Network.Isolate(leader.Id)));
        await Group.Until(() => leader.Stats().LastLogIndex > before + 1, "the entry in the leader's log");
        if (ends)
        {
            await leader.DisposeAsync();
        }

        var next = await group.LeaderAsync(otherThan: leader);
        await next.ProposeAsync(Group.Command("after"));
        await Assert.ThrowsAnyAsync<RaftException>(() => replacing);
        Assert.DoesNotContain("new 1", group.Journals[leader.Id].Lines);
        group.Network.Heal();
        if (ends)
        {
            await group.StartAsync(leader.Id);
        }

        await next.ProposeAsync(Group.Command("last"));
        await group.AllHave(3);
        Assert.All(group.Journals.Values, journal => Assert.Equal(["old", "after", "last"], journal.Lines));
        Assert.All(group.Nodes.Values, node => Assert.Null(node.Fault));
    }

    [Fact]
    public async Task Who_was_away_gets_it_later_and_who_ends_knows_it_again()
    {
        await using var group = Started();
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("old"));
        var away = group.Nodes.Values.First(node => node != leader);
        group.Network.Isolate(away.Id);
        await leader.ReplaceStateAsync(new MemoryStream("new 1\nnew 2\n"u8.ToArray()));
        await leader.ProposeAsync(Group.Command("later"));
        Assert.Equal(["new 1", "new 2", "later"], group.Journals[leader.Id].Lines);
        group.Network.Heal();
        await group.AllHave(3);
        foreach (var id in group.Nodes.Keys.ToArray())
        {
            await group.Nodes[id].DisposeAsync();
            await group.StartAsync(id);
        }

        await (await group.LeaderAsync()).ProposeAsync(Group.Command("last"));
        await group.AllHave(4);
        Assert.All(group.Journals.Values, journal => Assert.Equal(["new 1", "new 2", "later", "last"], journal.Lines));
        Assert.Empty(Directory.GetFiles(root, "*.state", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Who_leads_with_the_entry_gives_the_state_to_who_has_neither()
    {
        await using var group = Started();
        var leader = await group.StartThreeAsync();
        var (with, without) = (group.Nodes.Values.First(node => node != leader), group.Nodes.Values.Last(node => node != leader));
        group.Network.Isolate(without.Id);
        await leader.ReplaceStateAsync(new MemoryStream("new\n"u8.ToArray()));
        await leader.DisposeAsync();
        group.Network.Heal();
        await (await group.LeaderAsync(otherThan: leader)).ProposeAsync(Group.Command("later"));
        Assert.True(with.IsLeader);
        await Group.Until(() => group.Journals[without.Id].Lines.Count == 2, "all of it where nothing was");
        Assert.Equal(["new", "later"], group.Journals[without.Id].Lines);
    }

    [Fact]
    public async Task Where_it_finds_no_room_the_caller_hears_of_it_and_writes_go_on()
    {
        await using var group = new Group { Storage = id => new DiskRaftStorage(Path.Combine(root, id), files: new FilesWithoutRoom(".state")) };
        var leader = await group.StartAsync("a", bootstrap: true);
        await leader.ProposeAsync(Group.Command("old"));
        await Assert.ThrowsAsync<IOException>(() => leader.ReplaceStateAsync(new MemoryStream("new\n"u8.ToArray())));
        await leader.ProposeAsync(Group.Command("later"));
        Assert.Equal(["old", "later"], group.Journals["a"].Lines);
        Assert.Null(leader.Fault);
        Assert.Empty(Directory.GetFiles(root, "state-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Writes_on_their_way_do_not_hinder_it()
    {
        await using var group = new Group();
        var leader = await group.StartThreeAsync();
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            while (!enough.IsCancellationRequested)
            {
                await leader.ProposeAsync(Group.Command($"by {writer}"));
            }
        }));
        await leader.ReplaceStateAsync(new MemoryStream("new\n"u8.ToArray()));
        await enough.CancelAsync();
        await writing;
        await leader.ProposeAsync(Group.Command("last"));
        await Group.Until(() => group.Journals.Values.All(journal => journal.Lines is [.., "last"]), "all of it everywhere");
        Assert.All(group.Journals.Values, journal => Assert.Equal("new", journal.Lines[0]));
        Assert.All(group.Journals.Values, journal => Assert.Equal(group.Journals[leader.Id].Lines, journal.Lines));
    }

    private Group Started() => new() { Storage = id => new DiskRaftStorage(Path.Combine(root, id)) };

    /// <summary>Says when it has been read.</summary>
    private sealed class Read(string content, Action atEnd) : MemoryStream(Group.Command(content))
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await base.CopyToAsync(destination, bufferSize, cancellationToken);
            atEnd();
        }
    }
}
