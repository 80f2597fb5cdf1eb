using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>Servers whose disks give back something else than they were given.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("raft-damage").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task A_server_without_others_refuses_to_start_and_names_file_and_offset()
    {
        string log;
        await using (var group = New())
        {
            var node = await group.StartAsync("a", bootstrap: true);
            for (var i = 0; i < 10; i++)
            {
                await node.ProposeAsync(Group.Command($"line {i}"));
            }

            log = Directory.GetFiles(Path.Combine(directory, "a", "log")).Single();
        }

        Flip(log, (int)new FileInfo(log).Length - 3);
        var before = File.ReadAllBytes(log);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var group = New();
            var problem = await Assert.ThrowsAsync<InvalidDataException>(() => group.StartAsync("a", bootstrap: true));
            Assert.Contains($"{log}: damaged at offset {before.Length - 25 - "line 9".Length}", problem.Message);
            Assert.Equal(before, File.ReadAllBytes(log));
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-3)]
    public async Task A_follower_fetches_what_its_disk_lost_from_the_others_and_then_votes_again(int at)
    {
        await using var group = New();
        var leader = await group.StartThreeAsync();
        for (var i = 0; i < 50; i++)
        {
            await leader.ProposeAsync(Group.Command($"line {i}"));
        }

        await group.AllHave(50);
        leader = await group.LeaderAsync();
        var hurt = group.Nodes.Keys.First(id => id != leader.Id);
        await group.Nodes[hurt].DisposeAsync();
        var log = Directory.GetFiles(Path.Combine(directory, hurt, "log")).Single();
        Flip(log, at >= 0 ? at : (int)new FileInfo(log).Length + at);
        var back = await group.StartAsync(hurt);
        Assert.Equal(log, back.Damage?.Path);
        Assert.True(File.Exists(Path.Combine(directory, hurt, "incomplete")));
        await group.AllHave(50);
        await Group.Until(() => !back.Stats().LacksEntries, "it has everything again");
        await Group.Until(() => !File.Exists(Path.Combine(directory, hurt, "incomplete")), "the mark is gone");
        var third = group.Nodes.Keys.Single(id => id != leader.Id && id != hurt);
        await group.Nodes[third].DisposeAsync();
        group.Nodes.Remove(third);
        group.Journals.Remove(third);
        await (await group.LeaderAsync()).ProposeAsync(Group.Command("with its vote"));
        await group.AllHave(51);
    }

    [Fact]
    public async Task Without_the_one_that_still_has_an_entry_nobody_is_elected()
    {
        await using var group = New();
        var leader = await group.StartThreeAsync();
        await leader.ProposeAsync(Group.Command("first"));
        await group.AllHave(1);
        leader = await group.LeaderAsync();
        var (hurt, lagging) = (group.Nodes.Keys.First(id => id != leader.Id), group.Nodes.Keys.Last(id => id != leader.Id));
        await group.Nodes[lagging].DisposeAsync();
        await leader.ProposeAsync(Group.Command("second"));
        await group.AllHaveIn(hurt, 2);
        await group.Nodes[hurt].DisposeAsync();
        await leader.DisposeAsync();
        var log = Directory.GetFiles(Path.Combine(directory, hurt, "log")).Single();
        Flip(log, (int)new FileInfo(log).Length - 3);
        await group.StartAsync(hurt);
        await group.StartAsync(lagging);
        var patience = DateTime.UtcNow.AddSeconds(2);
        while (DateTime.UtcNow < patience)
        {
            Assert.False(group.Nodes[hurt].IsLeader || group.Nodes[lagging].IsLeader);
            await Task.Delay(20);
        }

        await group.StartAsync(leader.Id);
        await group.AllHave(2);
        await Group.Until(() => !group.Nodes[hurt].Stats().LacksEntries, "it has everything again");
    }

    private Group New() => new() { Storage = id => new DiskRaftStorage(Path.Combine(directory, id)) };

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }
}
