using System.Net;
using Nomad.Raft.Storage;
using Nomad.Raft.Tests.Running;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Transport;

public sealed class TcpRaftTransportTests
{
    public static TheoryData<RaftMessage> Messages =>
    [
        new VoteRequest("a", "b", 3, 9, 2, true, false),
        new VoteResponse("a", "b", 3, false, true),
        new AppendResponse("a", "b", 3, false, 9, 8, 1),
        new HeartbeatRequest("a", "b", 3, 4, 5),
        new HeartbeatResponse("a", "b", 3, 5),
        new TimeoutNow("a", "b", 3),
        new Introduction("a", "b", "10.0.0.1:4647"),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_survive_the_wire(RaftMessage message) => Assert.Equal(message, RaftMessageCodec.Decode(RaftMessageCodec.Encode(message)));

    [Fact]
    public void Entries_and_snapshot_heads_survive_the_wire_and_damage_is_refused()
    {
        LogEntry[] entries = [new(8, 2, EntryKind.Command, "x"u8.ToArray()), new(9, 3, EntryKind.Noop, default)];
        var bytes = RaftMessageCodec.Encode(new AppendRequest("a", "b", 3, 7, 2, entries, 6));
        var append = Assert.IsType<AppendRequest>(RaftMessageCodec.Decode(bytes));
        Assert.Equal([(8ul, 2ul, 1), (9ul, 3ul, 0)], append.Entries.Select(entry => (entry.Index, entry.Term, entry.Data.Length)));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => RaftMessageCodec.Decode(bytes[..length]));
        }

        var install = new InstallSnapshot("a", "b", 3, new SnapshotMeta(9, 2, new RaftConfiguration([new("a", "a:1"), new("b", "b:1", RaftSuffrage.Nonvoter)]), 4))
        {
            Digest = new SnapshotDigest(5_000_000_000, 7),
        };
        var decoded = Assert.IsType<InstallSnapshot>(RaftMessageCodec.Decode(RaftMessageCodec.Encode(install)));
        Assert.Equal(install.Digest, decoded.Digest);
        Assert.Equal((9ul, 4ul, RaftSuffrage.Nonvoter), (decoded.Snapshot.Index, decoded.Snapshot.ConfigurationIndex, decoded.Snapshot.Configuration.Find("b")!.Suffrage));
    }

    [Fact]
    public void Messages_of_a_later_version_are_read_as_far_as_they_are_known_and_of_a_forgotten_one_refused()
    {
        var bytes = RaftMessageCodec.Encode(new HeartbeatRequest("a", "b", 3, 4, 5));
        byte[] later = [RaftMessageCodec.Version + 1, .. bytes.AsSpan(1), 1, 2, 3];
        Assert.Equal(new HeartbeatRequest("a", "b", 3, 4, 5), RaftMessageCodec.Decode(later));
        byte[] newKind = [RaftMessageCodec.Version + 1, 200, .. bytes.AsSpan(2)];
        Assert.Equal(new UnknownMessage("a", "b", 3), RaftMessageCodec.Decode(newKind));
        byte[] wrongKind = [RaftMessageCodec.Version, 200, .. bytes.AsSpan(2)];
        Assert.Throws<InvalidDataException>(() => RaftMessageCodec.Decode(wrongKind));
        byte[] forgotten = [RaftMessageCodec.OldestVersion - 1, .. bytes.AsSpan(1)];
        Assert.Contains("upgrade that server", Assert.Throws<InvalidDataException>(() => RaftMessageCodec.Decode(forgotten)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_over_sockets_replicates_and_sends_a_snapshot_to_a_newcomer()
    {
        var journals = new List<Journal>();
        var transports = new List<TcpRaftTransport>();
        var nodes = new List<RaftNode>();
        async Task<(RaftNode Node, string Address)> StartAsync(string id, bool bootstrap)
        {
            var transport = new TcpRaftTransport();
            var address = transport.Listen(new IPEndPoint(IPAddress.Loopback, 0)).ToString();
            transports.Add(transport);
            journals.Add(new Journal());
            var options = new RaftOptions { NodeId = id, Address = address, Bootstrap = bootstrap, Seed = transports.Count, SnapshotThreshold = 50, TrailingEntries = 5, TickInterval = TimeSpan.FromMilliseconds(20) };
            nodes.Add(await RaftNode.StartAsync(options, new MemoryRaftStorage(), transport, journals[^1], TimeProvider.System));
            return (nodes[^1], address);
        }

        var (leader, _) = await StartAsync("a", bootstrap: true);
        for (var i = 0; i < 200; i++)
        {
            await leader.ProposeAsync(Group.Command(new string('x', 1000) + i));
        }

        await leader.SnapshotAsync();
        var second = await StartAsync("b", bootstrap: false);
        await leader.AddVoterAsync("b", second.Address);
        var third = await StartAsync("c", bootstrap: false);
        await leader.AddVoterAsync("c", third.Address);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => leader.ProposeAsync(Group.Command($"{i}")).AsTask()));
        await Group.Until(() => journals.All(journal => journal.Lines.Count == 700), "all commands everywhere");
        Assert.True(journals[1].Restores > 0);
        await nodes[0].DisposeAsync();
        await Group.Until(() => nodes.Skip(1).Any(node => node.IsLeader), "another leader");
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var transport in transports)
        {
            await transport.DisposeAsync();
        }
    }
}
