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

    internal static async Task Until(Func<bool> condition, string what)
    {
        var end = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "waited in vain: " + what);
            await Task.Delay(10);
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
        Assert.Contains(SerfEventType.Failed, events);
        Assert.Contains(SerfEventType.Reap, events);
    }

    [Fact]
    public async Task A_member_that_restarts_under_its_name_is_alive_again()
    {
        await using var a = Start("a");
        var b = Start("b");
        var port = b.LocalEndPoint.Port;
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
        Assert.Null((await a.ChangeKeysAsync(KeyOperation.Install, young)).Problem);
        Assert.Equal(2, (await a.ChangeKeysAsync(KeyOperation.List)).Keys[Convert.ToBase64String(young)]);
        Assert.Null((await b.ChangeKeysAsync(KeyOperation.Use, young)).Problem);
        Assert.Equal(2, (await a.ChangeKeysAsync(KeyOperation.List)).PrimaryKeys[Convert.ToBase64String(young)]);
        var refused = await a.ChangeKeysAsync(KeyOperation.Remove, young);
        Assert.Equal(("2/2 nodes reported failure", "removing the primary key is not allowed"), (refused.Problem, refused.Messages["b"]));
        Assert.Null((await a.ChangeKeysAsync(KeyOperation.Remove, old)).Problem);
        Assert.Single((await b.ChangeKeysAsync(KeyOperation.List)).Keys);
        Assert.Equal(MemberStatus.Alive, Status(a, "b"));
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
}
