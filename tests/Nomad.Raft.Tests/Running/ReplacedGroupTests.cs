using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>What an operator says after a majority was lost for good.</summary>
public sealed class ReplacedGroupTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("raft-group").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("a")]
    [InlineData("a b")]
    public async Task Those_who_are_left_go_on_with_all_that_was_acknowledged_and_the_group_stays_replaced(string left)
    {
        var names = left.Split(' ');
        await using (var before = New(null))
        {
            var leader = await before.StartThreeAsync();
            for (var i = 0; i < 30; i++)
                await leader.ProposeAsync(Group.Command($"line {i}"));
            await before.AllHave(30);
        }

        await using (var after = New(new RaftConfiguration([.. names.Select(name => new RaftServer(name, name + ":1"))])))
        {
            foreach (var name in names)
                await after.StartAsync(name);
            var leader = await after.LeaderAsync();
            await leader.ProposeAsync(Group.Command("after"));
            await after.AllHave(31);
            Assert.All(after.Nodes.Values, node => Assert.Equal((names.Length, false), (node.Configuration.VoterCount, node.Stats().IsGroupReplaced)));
        }

        await using var later = New(null);
        foreach (var name in names)
            await later.StartAsync(name);
        await (await later.LeaderAsync()).ProposeAsync(Group.Command("later"));
        await later.AllHave(32);
        Assert.All(later.Nodes.Values, node => Assert.Equal(names.Length, node.Configuration.VoterCount));
    }

    private Group New(RaftConfiguration? replaced) => new()
    {
        Storage = id => new DiskRaftStorage(Path.Combine(directory, id)),
        Options = options => options with { ReplacedGroup = replaced },
    };
}
