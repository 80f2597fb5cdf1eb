using System.Net;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Tests.Membership;

/// <summary>The cores alone, on time that only the test moves.</summary>
public sealed class CoreTests
{
    private static readonly IPEndPoint Here = new(IPAddress.Parse("10.0.0.1"), 4648);
    private static readonly IPEndPoint There = new(IPAddress.Parse("10.0.0.2"), 4648);

    private TimeSpan now = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(10, 0, 24_000)]
    [InlineData(10, 1, 11_381)]
    [InlineData(10, 2, 4_000)]
    public void Suspicion_is_as_patient_as_on_other_members(int nodes, int confirmations, int milliseconds) =>
        Assert.Equal(milliseconds, new Suspicion("x", TimeSpan.Zero, nodes, GossipTiming.Lan).Timeout(confirmations).TotalMilliseconds);

    [Fact]
    public void Suspicion_of_a_small_pool_on_a_wide_network_lasts_thirty_seconds() =>
        Assert.Equal(TimeSpan.FromSeconds(30), new Suspicion("x", TimeSpan.Zero, 5, GossipTiming.Wan).Deadline);

    [Fact]
    public void A_suspect_that_stays_silent_is_failed_and_one_that_objects_is_not()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.Suspect(1, "b", "c"));
        Tell(core, Alive("b", 2));
        now += TimeSpan.FromMinutes(3);
        Assert.DoesNotContain(core.Members, member => member.Status == MemberStatus.Failed);
        Tell(core, new SwimMessage.Suspect(2, "b", "c"));
        now += TimeSpan.FromMinutes(3);
        core.Tick(now);
        Assert.Equal(MemberStatus.Failed, Status(core, "b"));
    }

    [Fact]
    public void Rumours_about_oneself_are_contradicted_with_a_higher_incarnation()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.Dead(7, "a", "b"));
        Assert.Equal((MemberStatus.Alive, 8u), (Status(core, "a"), core.Swim.Self.Incarnation));
        Tell(core, new SwimMessage.Suspect(9, "a", "b"));
        Assert.Equal(10u, core.Swim.Self.Incarnation);
        Tell(core, new SwimMessage.Suspect(3, "a", "b"));
        Assert.Equal(10u, core.Swim.Self.Incarnation);
    }

    [Fact]
    public void A_name_moves_to_another_address_only_after_its_owner_left()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        var moved = Alive("b", 5) with { Port = 9 };
        Tell(core, moved);
        Assert.Equal(4648, core.Members.Single(member => member.Name == "b").Port);
        Tell(core, new SwimMessage.User(new SerfMessage.LeaveIntent(5, "b", false).Encode()));
        Tell(core, new SwimMessage.Dead(1, "b", "b"));
        Assert.Equal(MemberStatus.Left, Status(core, "b"));
        Tell(core, moved with { Incarnation = 1 });
        Assert.Equal((9, MemberStatus.Alive), (core.Members.Single(member => member.Name == "b").Port, Status(core, "b")));
    }

    [Fact]
    public void An_intent_that_arrives_before_its_node_is_kept_for_it()
    {
        var core = Core();
        Tell(core, new SwimMessage.User(new SerfMessage.LeaveIntent(5, "b", false).Encode()));
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.Dead(1, "b", "b"));
        Assert.Equal(MemberStatus.Left, Status(core, "b"));
    }

    [Fact]
    public void One_that_was_pruned_and_comes_again_is_told_of_as_alive_though_its_old_leave_is_heard_once_more()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.Dead(1, "b", "c"));
        var leave = new SwimMessage.User(new SerfMessage.LeaveIntent(5, "b", true).Encode());
        Tell(core, leave);
        Assert.DoesNotContain(core.Members, member => member.Name == "b");
        Tell(core, leave);
        Tell(core, Alive("b", 2));
        core.Swim.Effects.Clear();
        Tell(core, new SwimMessage.User(new SerfMessage.JoinIntent(7, "b").Encode()));
        Assert.Equal(MemberStatus.Alive, Status(core, "b"));
        var told = Assert.Single(core.Swim.Effects.OfType<GossipEffect.Publish>()).Event;
        Assert.Equal((SerfEventType.Update, "b", MemberStatus.Alive), (told.Type, told.Member.Name, told.Member.Status));
    }

    [Fact]
    public void One_that_is_about_to_leave_and_stays_has_come_back()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.User(new SerfMessage.LeaveIntent(5, "b", false).Encode()));
        Assert.Equal(MemberStatus.Leaving, Status(core, "b"));
        now += TimeSpan.FromSeconds(50);
        core.Tick(now);
        Assert.Equal(MemberStatus.Leaving, Status(core, "b"));
        now += TimeSpan.FromSeconds(16);
        core.Swim.Effects.Clear();
        core.Tick(now);
        Assert.Equal(MemberStatus.Alive, Status(core, "b"));
        var told = Assert.Single(core.Swim.Effects.OfType<GossipEffect.Publish>()).Event;
        Assert.Equal((SerfEventType.Update, "b", MemberStatus.Alive), (told.Type, told.Member.Name, told.Member.Status));
    }

    [Fact]
    public void A_node_that_left_without_an_intent_has_failed_and_is_forgotten_in_the_end()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Tell(core, new SwimMessage.Dead(1, "b", "b"));
        Assert.Equal(MemberStatus.Failed, Status(core, "b"));
        now += TimeSpan.FromHours(73);
        core.Tick(now);
        Assert.DoesNotContain(core.Members, member => member.Name == "b");
        Assert.Contains(core.Swim.Effects.OfType<GossipEffect.Publish>(), item => item.Event.Type == SerfEventType.Reap);
    }

    [Fact]
    public void Pings_are_answered_passed_on_and_reported_back()
    {
        var core = Core();
        Tell(core, Alive("b", 1));
        Assert.Equal(5u, Assert.Single(Sent(core, new SwimMessage.Ping(5, "a", [], 0, "")).OfType<SwimMessage.Ack>()).SeqNo);
        Assert.Empty(Sent(core, new SwimMessage.Ping(6, "somebody else", [], 0, "")).OfType<SwimMessage.Ack>());
        var passed = Sent(core, new SwimMessage.IndirectPing(9, [10, 0, 0, 3], 4648, "c", true, [10, 0, 0, 2], 4648, "b"));
        var ping = Assert.Single(passed.OfType<SwimMessage.Ping>());
        Assert.Contains(new SwimMessage.Ack(9), Sent(core, new SwimMessage.Ack(ping.SeqNo)));
        Sent(core, new SwimMessage.IndirectPing(11, [10, 0, 0, 3], 4648, "c", true, [10, 0, 0, 2], 4648, "b"));
        core.Swim.Effects.Clear();
        now += TimeSpan.FromSeconds(4);
        core.Tick(now);
        Assert.Contains(new SwimMessage.Nack(11), Messages(core));
    }

    [Fact]
    public void Members_of_other_versions_are_not_merged()
    {
        var core = Core();
        var strange = new RemoteNode("z", [10, 0, 0, 9], 1, [], 1, 0, [4, 5, 5, 2, 5, 4]);
        Assert.Contains("is incompatible", core.Merge(new PushPull(true, [strange], []), now));
        Assert.Equal(MemberStatus.None, Status(core, "z"));
    }

    [Fact]
    public void What_was_told_often_enough_is_dropped_and_newer_news_replace_older()
    {
        var queue = new BroadcastQueue();
        queue.Add([1, 1], "b");
        queue.Add([2], "b");
        queue.Add([3, 3, 3]);
        var first = Take(queue, room: 100);
        Assert.Equal([3, 2], first.Select(message => message[0]));
        Assert.Equal([2], Take(queue, room: 3).Select(message => message[0]));
        Assert.Equal([3], Take(queue, room: 100).Select(message => message[0]));
        Assert.Equal(0, queue.Count);

        static List<byte[]> Take(BroadcastQueue queue, int room)
        {
            var target = new List<byte[]>();
            queue.Take(target, ref room, overhead: 2, limit: 2);
            return target;
        }
    }

    private static SwimMessage.Alive Alive(string name, uint incarnation) =>
        new(incarnation, name, There.Address.GetAddressBytes(), (ushort)There.Port, Tags.Encode(new Dictionary<string, string>()), SwimCore.Versions);

    private static MemberStatus Status(SerfCore core, string name) => core.Members.FirstOrDefault(member => member.Name == name)?.Status ?? MemberStatus.None;

    private static List<SwimMessage> Messages(SerfCore core) =>
        [.. core.Swim.Effects.OfType<GossipEffect.SendPacket>().SelectMany(packet => PacketCodec.OpenPacket(packet.Message, null)).Select(SwimMessage.Decode)];

    private SerfCore Core()
    {
        var core = new SerfCore(new SerfOptions { NodeName = "a", Bind = Here, Timing = GossipTiming.Wan }, Here, new Random(1));
        core.Start(now);
        return core;
    }

    private void Tell(SerfCore core, SwimMessage message) => core.Receive(message.Encode(), There, now);

    private List<SwimMessage> Sent(SerfCore core, SwimMessage message)
    {
        core.Swim.Effects.Clear();
        Tell(core, message);
        return Messages(core);
    }
}
