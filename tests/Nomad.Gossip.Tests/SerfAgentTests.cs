using System.Net;
using Nomad.Gossip.Security;

namespace Nomad.Gossip.Tests;

public sealed class SerfAgentTests
{
    private static readonly GossipTiming Quick = GossipTiming.Local with
    {
        ProbeInterval = TimeSpan.FromMilliseconds(200),
        ProbeTimeout = TimeSpan.FromMilliseconds(80),
        GossipInterval = TimeSpan.FromMilliseconds(20),
        LeavePropagateDelay = TimeSpan.FromMilliseconds(100),
        ReconnectInterval = TimeSpan.FromMilliseconds(500),
    };

    internal static SerfAgent Start(string name, Keyring? keyring = null, Dictionary<string, string>? tags = null, int port = 0, Func<SerfMember, string?>? refuse = null) => SerfAgent.Start(
        new SerfOptions
        {
            NodeName = name, Bind = new IPEndPoint(IPAddress.Loopback, port), Timing = Quick, Keyring = keyring, Seed = 7, Refuse = refuse,
            Tags = tags ?? new() { ["role"] = "nomad" },
        },
        TimeProvider.System);

    internal static Task Until(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what);

    /// <summary>What both of two members answer. One that stood still answers too late; whatever is done to keys may be asked for again.</summary>
    internal static async Task<KeyResult> OfBothAsync(SerfAgent agent, KeyOperation operation, byte[]? key = null)
    {
        for (var end = DateTime.UtcNow + Eventually.Patience; ;)
        {
            var result = await agent.ChangeKeysAsync(operation, key);
            if (result is { Nodes: 2, Responses: 2 })
                return result;
            Assert.True(DateTime.UtcNow < end, $"{operation}: {result.Responses} of {result.Nodes} members answer");
        }
    }

    internal static MemberStatus Status(SerfAgent agent, string name) => agent.Members.FirstOrDefault(member => member.Name == name)?.Status ?? MemberStatus.None;

    [Fact]
    public async Task A_lone_member_knows_itself()
    {
        await using var agent = Start("a.global", tags: new() { ["role"] = "nomad", ["dc"] = "dc1" });
        var self = Assert.Single(agent.Members);
        Assert.Equal(("a.global", MemberStatus.Alive, "dc1", 4), (self.Name, self.Status, self.Tags["dc"], self.DelegateCur));
        await agent.LeaveAsync();
        Assert.Equal(MemberStatus.Left, Status(agent, "a.global"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Three_members_find_each_other_and_see_one_leave(bool encrypted)
    {
        Keyring? Ring() => encrypted ? new Keyring([new byte[16]]) : null;
        await using var a = Start("a", Ring());
        await using var b = Start("b", Ring());
        await using var c = Start("c", Ring());
        Assert.Equal(1, await b.JoinAsync([a.LocalEndPoint.ToString()]));
        Assert.Equal(1, await c.JoinAsync([b.LocalEndPoint.ToString()]));
        SerfAgent[] all = [a, b, c];
        await Until(() => all.All(agent => agent.Members.Count(member => member.Status == MemberStatus.Alive) == 3), "three members everywhere");
        await c.LeaveAsync();
        await Until(() => Status(a, "c") == MemberStatus.Left && Status(b, "c") == MemberStatus.Left, "c has left");
    }

    [Fact]
    public async Task A_member_that_vanishes_has_failed_until_it_is_forced_out()
    {
        var events = new List<SerfEventType>();
        await using var a = Start("a");
        a.MemberChanged += item =>
        {
            lock (events)
            {
                events.Add(item.Type);
            }
        };
        await using var b = Start("b");
        var c = Start("c");
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await c.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => b.Members.Count == 3, "b knows c");
        await c.DisposeAsync();
        await Until(() => Status(a, "c") == MemberStatus.Failed && Status(b, "c") == MemberStatus.Failed, "c has failed");
        await b.ForceLeaveAsync("c");
        await Until(() => Status(a, "c") == MemberStatus.Left, "c was forced out");
        await b.ForceLeaveAsync("c", prune: true);
        await Until(() => Status(a, "c") == MemberStatus.None && Status(b, "c") == MemberStatus.None, "c is forgotten");
        await Until(() =>
        {
            lock (events)
                return events.Contains(SerfEventType.Failed) && events.Contains(SerfEventType.Reap);
        }, "a was told of both");
    }

    [Fact]
    public async Task A_member_that_restarts_under_its_name_is_alive_again()
    {
        await using var a = Start("a");
        // One that no connection is given while nobody listens there.
        var port = Ports.Free();
        var b = Start("b", port: port);
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await b.DisposeAsync();
        await Until(() => Status(a, "b") == MemberStatus.Failed, "b has failed");
        await using var again = Start("b", port: port);
        await Until(() => Status(a, "b") == MemberStatus.Alive, "b was found again");
    }

    [Fact]
    public async Task Living_members_object_to_being_forced_out_and_new_tags_spread()
    {
        await using var a = Start("a");
        await using var b = Start("b");
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => Status(a, "b") == MemberStatus.Alive, "a knows b"); // it takes over b's side after it has answered
        await a.ForceLeaveAsync("b");
        await Until(() => Status(a, "b") == MemberStatus.Alive, "b objected");
        b.SetTags(new Dictionary<string, string> { ["role"] = "nomad", ["dc"] = "dc2" });
        await Until(() => a.Members.Single(member => member.Name == "b").Tags.GetValueOrDefault("dc") == "dc2", "the new tag");
    }

    [Fact]
    public async Task Keys_are_rotated_on_all_members_while_they_talk()
    {
        var (old, young) = (new byte[16], Enumerable.Repeat((byte)7, 32).ToArray());
        await using var a = Start("a", new Keyring([old]));
        await using var b = Start("b", new Keyring([old]));
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => a.Members.Count == 2, "two members");
        Assert.Null((await OfBothAsync(a, KeyOperation.Install, young)).Problem);
        Assert.Equal(2, (await OfBothAsync(a, KeyOperation.List)).Keys[Convert.ToBase64String(young)]);
        Assert.Null((await OfBothAsync(b, KeyOperation.Use, young)).Problem);
        Assert.Equal(2, (await OfBothAsync(a, KeyOperation.List)).PrimaryKeys[Convert.ToBase64String(young)]);
        var refused = await OfBothAsync(a, KeyOperation.Remove, young);
        Assert.Equal(("2/2 nodes reported failure", "removing the primary key is not allowed"), (refused.Problem, refused.Messages["b"]));
        Assert.Null((await OfBothAsync(a, KeyOperation.Remove, old)).Problem);
        Assert.Single((await OfBothAsync(b, KeyOperation.List)).Keys);
        await Until(() => Status(a, "b") == MemberStatus.Alive, "they still understand each other");
    }

    [Fact]
    public async Task Strangers_wrong_keys_and_dead_addresses_are_refused_with_the_reason()
    {
        await using var a = Start("a", new Keyring([new byte[16]]));
        await using var plain = Start("plain");
        Assert.Contains("encrypt", (await Assert.ThrowsAsync<IOException>(() => plain.JoinAsync([a.LocalEndPoint.ToString()]))).Message, StringComparison.OrdinalIgnoreCase);
        await using var picky = Start("picky", refuse: member => member.Tags.GetValueOrDefault("role") == "nomad" ? null : $"member '{member.Name}' is not a server");
        await using var stranger = Start("stranger", tags: new() { ["role"] = "web" });
        await stranger.JoinAsync([picky.LocalEndPoint.ToString()]);
        await Task.Delay(200);
        Assert.Equal(MemberStatus.None, Status(picky, "stranger"));
        Assert.Contains("127.0.0.1:1", (await Assert.ThrowsAsync<IOException>(() => plain.JoinAsync(["127.0.0.1:1"]))).Message);
    }

    [Fact]
    public async Task A_packet_with_values_of_wrong_types_keeps_nobody_from_hearing_the_next()
    {
        await using var a = Start("a");
        var b = Start("b");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        // Messages of each type whose every field has a value of each kind.
        byte[][] values = [[0x91, 0xa1, 0x78], [0xc3], [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [0xcf, 255, 255, 255, 255, 255, 255, 255, 255], [0xff], [0x81, 0xa1, 0x78, 0xc0], [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0]];
        string[] fields = ["Node", "SeqNo", "SourceAddr", "Payload", "Incarnation", "Addr", "Port", "Meta", "Vsn", "From", "Target", "Buf", "Algo", "LTime", "Filters", "DestAddr", "ID"];
        foreach (var type in (byte[][])[[0], [1], [2], [3], [4], [5], [6], [7, 1, 0, 9], [8, 0], [8, 1], [8, 3], [8, 4], [8, 5], [8, 9], [9], [11], [12], [13], [244]])
            foreach (var value in values)
                foreach (var field in fields)
                    await socket.SendToAsync((byte[])[.. type, 0x81, (byte)(0xa0 | field.Length), .. System.Text.Encoding.ASCII.GetBytes(field), .. value], a.LocalEndPoint);
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => Status(a, "b") == MemberStatus.Alive, "a knows b");
        await b.DisposeAsync();
        // By probes, which need that a hears answers of others and finds b silent.
        await using var c = Start("c");
        await c.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => Status(a, "b") == MemberStatus.Failed && Status(a, "c") == MemberStatus.Alive && Status(c, "a") == MemberStatus.Alive, "a hears c and misses b");
    }

    [Fact]
    public async Task What_one_tells_all_hear_once_and_in_order()
    {
        await using var a = Start("a");
        await using var b = Start("b");
        await using var c = Start("c");
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await c.JoinAsync([b.LocalEndPoint.ToString()]);
        await Until(() => a.Members.Count == 3, "three members");
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        foreach (var agent in (SerfAgent[])[a, b, c])
            agent.EventArrived += item => heard.Enqueue($"{agent.NodeName} {item.Name} {System.Text.Encoding.UTF8.GetString(item.Payload.Span)}");
        a.Tell("deploy", "one"u8.ToArray());
        await Until(() => heard.Count == 3, "all have heard of the first");
        a.Tell("deploy", "two"u8.ToArray());
        await Until(() => heard.Count == 6, "all have heard of both");
        Assert.Equal(["a deploy one", "b deploy one", "c deploy one"], heard.Take(3).Order());
        Assert.Equal(["a deploy two", "b deploy two", "c deploy two"], heard.Skip(3).Order());
        Assert.Throws<ArgumentException>(() => a.Tell("deploy", new byte[512]));
    }

    [Fact]
    public async Task Members_learn_how_far_they_are_from_each_other()
    {
        await using var a = Start("a");
        await using var b = Start("b");
        await b.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => a.RoundTrip("a", "b") is not null && b.RoundTrip("b", "a") is not null, "both have measured");
        await Until(() => a.RoundTrip("a", "b") < TimeSpan.FromMilliseconds(100), "it is about what it is on one machine");
        Assert.Null(a.RoundTrip("a", "nobody"));
    }

    [Fact]
    public async Task A_name_with_several_addresses_of_which_one_is_dead_is_joined_by_way_of_the_others()
    {
        await using var a = Start("a");
        await using var b = Start("b");
        var dead = new IPEndPoint(IPAddress.Loopback, 1);
        Assert.Equal(1, await b.JoinAsync([dead.ToString(), a.LocalEndPoint.ToString()]));
        // "localhost" is ::1 and 127.0.0.1 where the machine has both; nobody listens on the first.
        await using var c = Start("c");
        Assert.Equal(1, await c.JoinAsync([$"localhost:{a.LocalEndPoint.Port}"]));
    }

    [Fact]
    public async Task Two_of_one_name_are_told_of_once_and_do_not_contradict_each_other_for_ever()
    {
        var warned = new System.Collections.Concurrent.ConcurrentQueue<string>();
        SerfAgent Named(string name) => SerfAgent.Start(
            new SerfOptions { NodeName = name, Bind = new IPEndPoint(IPAddress.Loopback, 0), Timing = Quick, Seed = 7, Tags = new Dictionary<string, string> { ["role"] = "nomad" }, Warn = warned.Enqueue }, TimeProvider.System);
        await using var a = Named("a");
        await using var twin = Named("twin");
        await using var other = Named("twin");
        await twin.JoinAsync([a.LocalEndPoint.ToString()]);
        await other.JoinAsync([a.LocalEndPoint.ToString()]);
        await Until(() => warned.Any(line => line.Contains("conflicting address for twin", StringComparison.Ordinal))
            && warned.Any(line => line.StartsWith("another member calls itself twin too, at 127.0.0.1:", StringComparison.Ordinal)), "operators are told");
        await Task.Delay(500);
        Assert.InRange(warned.Count, 2, 4);
    }
}
