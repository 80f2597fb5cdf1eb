using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>The state of an operator that an entry names is damaged or gone when its server starts, and no snapshot contains it yet.</summary>
public sealed class DamagedStateTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("raft-damage").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_fetches_it_from_the_others(bool missing)
    {
        await using var group = Started(withoutSnapshots: "c");
        var leader = await group.StartThreeAsync();
        if (leader.Id == "c")
        {
            await leader.TransferLeadershipAsync();
            leader = await group.LeaderAsync(otherThan: leader);
        }

        await leader.ReplaceStateAsync(new MemoryStream("new 1\nnew 2\n"u8.ToArray()));
        await Group.Until(() => group.Nodes["c"].Fault is not null, "it has put the state in force and found no room for a snapshot");
        await group.Nodes["c"].DisposeAsync();
        var state = Spoil("c", missing);
        group.Nodes.Remove("c");
        await (await group.LeaderAsync()).ProposeAsync(Group.Command("later"));

        group.Journals.Remove("c");
        var back = await group.StartAsync("c");
        Assert.Equal(("raft state file", state), (back.Damage?.Kind, back.Damage?.Path));
        await Group.Until(() => !back.Stats().LacksEntries, "it has everything again");
        await (await group.LeaderAsync()).ProposeAsync(Group.Command("last"));
        await group.AllHave(4);
        Assert.All(group.Journals.Values, journal => Assert.Equal(["new 1", "new 2", "later", "last"], journal.Lines));
        Assert.All(group.Nodes.Values, node => Assert.Null(node.Fault));
    }

    [Fact]
    public async Task A_leader_that_cannot_give_it_to_anybody_makes_way_and_what_came_after_it_is_written_by_the_next_one()
    {
        await using var group = new Group { Storage = id => new DiskRaftStorage(Path.Combine(root, id), files: new FilesThatRot(".state")) };
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("old"));
        await group.AllHave(1);
        await Assert.ThrowsAnyAsync<RaftException>(() => leader.ReplaceStateAsync(new MemoryStream("new\n"u8.ToArray())));
        Assert.Contains(".state: damaged at offset ", leader.Fault?.Message);
        var next = await group.LeaderAsync(otherThan: leader);
        await next.ProposeAsync(Group.Command("after"));

        await leader.DisposeAsync();
        var back = await group.StartAsync(leader.Id);
        Assert.Equal("raft state file", back.Damage?.Kind);
        await Group.Until(() => !back.Stats().LacksEntries, "it has everything again");
        await (await group.LeaderAsync()).ProposeAsync(Group.Command("last"));
        await group.AllHave(3);
        Assert.All(group.Journals.Values, journal => Assert.Equal(["old", "after", "last"], journal.Lines));
        Assert.All(group.Nodes.Values, node => Assert.Null(node.Fault));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_without_others_refuses_to_start_and_names_the_file(bool missing)
    {
        await using (var group = Started(withoutSnapshots: "a"))
        {
            var node = await group.StartAsync("a", bootstrap: true);
            await node.ProposeAsync(Group.Command("old"));
            await node.ReplaceStateAsync(new MemoryStream("new\n"u8.ToArray()));
            await Group.Until(() => node.Fault is not null, "it has found no room for a snapshot");
        }

        var state = Spoil("a", missing);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var group = Started(withoutSnapshots: "");
            var problem = await Assert.ThrowsAsync<InvalidDataException>(() => group.StartAsync("a", bootstrap: true));
            Assert.Contains($"raft state file {state}: damaged at offset ", problem.Message);
            Assert.Contains("no other server has what is lost", problem.Message);
            Assert.Equal(missing, !File.Exists(state));
        }
    }

    /// <summary>One of them finds no room for snapshots at its first start.</summary>
    private Group Started(string withoutSnapshots)
    {
        var first = new HashSet<string> { withoutSnapshots };
        return new Group { Storage = id => new DiskRaftStorage(Path.Combine(root, id), files: first.Remove(id) ? new FilesWithoutRoom(".snap") : null) };
    }

    private string Spoil(string id, bool missing)
    {
        var state = Directory.GetFiles(Path.Combine(root, id, "snapshots"), "*.state").Single();
        if (missing)
        {
            File.Delete(state);
            return state;
        }

        FilesThatRot.Rot(state);
        return state;
    }
}
