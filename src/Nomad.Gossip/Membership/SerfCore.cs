using System.Net;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>
/// Why members come and go: intents with logical times on top of the membership layer. Pure like <see cref="SwimCore"/>, which it owns.
/// Not thread-safe.
/// </summary>
internal sealed class SerfCore : ISwimOwner
{
    private const int UserOverhead = 1;

    /// <summary>
    /// Who leaves is gone long before. Who is not has come back, and an old word of its leave was heard again, but none of its coming back.
    /// </summary>
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromMinutes(1);


    private readonly SerfOptions options;
    private readonly Random random;
    private readonly SortedDictionary<string, MemberRecord> members = new(StringComparer.Ordinal);
    private readonly IntentBuffer buffered = new();
    private readonly LamportClock clock = new();
    private readonly LamportClock queryClock = new();
    private readonly UserEvents events;
    private readonly SeenMessages<SerfMessage.Query> queries = new();
    private readonly QueryResponder responder;
    private readonly Dictionary<(ulong LTime, uint Id), Action<SerfMessage.QueryResponse>> asked = [];
    private readonly BroadcastQueue intentQueue = new();
    private readonly BroadcastQueue queryQueue = new();
    private TimeSpan now;
    private TimeSpan nextReap;
    private TimeSpan nextReconnect;

    public SerfCore(SerfOptions options, IPEndPoint advertised, Random random)
    {
        (this.options, this.random) = (options, random);
        Swim = new SwimCore(options, advertised, random, this);
        events = new UserEvents(Swim);
        responder = new QueryResponder(options, this);
        (nextReap, nextReconnect) = (options.Timing.ReapInterval, options.Timing.ReconnectInterval);
    }

    public SwimCore Swim { get; }

    public bool Leaving { get; private set; }

    public IEnumerable<SerfMember> Members => members.Values.Select(member => member.View());

    public IReadOnlyDictionary<string, MemberRecord> Records => members;

    public LogicalTimes LastSeen => new(clock.Time - 1, events.Clock.Time - 1, queryClock.Time - 1);

    public PoolFigures Figures => new(members.Count, CountOf(MemberStatus.Failed), CountOf(MemberStatus.Left), clock.Time, events.Clock.Time, queryClock.Time)
    { IntentQueue = intentQueue.Count, EventQueue = events.Queue.Count, QueryQueue = queryQueue.Count, HealthScore = Swim.Score, CoordinateResets = Swim.Coordinates.Resets };

    public void Start(TimeSpan time)
    {
        now = time;
        Swim.Start(time);
    }

    /// <summary>Goes on after an earlier run: logical times continue, and what was seen then is not news.</summary>
    public void Resume(LogicalTimes seen)
    {
        clock.Witness(seen.Members);
        queryClock.Witness(seen.Queries);
        queries.MinTime = seen.Queries + 1;
        events.Resume(seen.Events);
    }

    public void Tick(TimeSpan time)
    {
        now = time;
        Swim.Tick(time);
        if (now >= nextReap)
        {
            nextReap = now + options.Timing.ReapInterval;
            Reap();
        }

        if (now >= nextReconnect && !Leaving)
        {
            nextReconnect = now + options.Timing.ReconnectInterval;
            Reconnect();
        }
    }

    public void Receive(byte[] message, IPEndPoint from, TimeSpan time)
    {
        now = time;
        Swim.Receive(message, from, time);
    }

    public PushPull LocalState(bool join) => new(join, Swim.LocalNodes(), new SerfState(
        clock.Time,
        members.ToDictionary(member => member.Key, member => member.Value.StatusLTime),
        [.. members.Values.Where(member => member.Status == MemberStatus.Left).Select(member => member.Name)],
        events.Clock.Time,
        [.. events.Kept],
        queryClock.Time).Encode());

    /// <summary>Takes over the other side's state. Returns why not, or null. <paramref name="joining"/>: this side asked to join; what happened before is not for it.</summary>
    public string? Merge(PushPull remote, TimeSpan time, bool joining = false)
    {
        now = time;
        if (Swim.Merge(remote.Nodes, remote.Join, time) is { } problem)
        {
            return problem;
        }

        if (SerfState.Decode(remote.UserState) is { } state)
        {
            clock.WitnessBefore(state.LTime);
            queryClock.WitnessBefore(state.QueryLTime);
            foreach (var name in state.LeftMembers)
            {
                OnLeaveIntent(new SerfMessage.LeaveIntent(state.StatusLTimes.GetValueOrDefault(name) + 1, name, false));
            }

            foreach (var (name, at) in state.StatusLTimes.Where(item => !state.LeftMembers.Contains(item.Key)))
            {
                OnJoinIntent(new SerfMessage.JoinIntent(at, name));
            }

            events.Merge(state, joining);
        }

        return null;
    }

    /// <summary>Tells the pool that this node joined of its own will.</summary>
    public void AnnounceJoin()
    {
        var intent = new SerfMessage.JoinIntent(clock.Time, Swim.Name);
        clock.Witness(intent.LTime);
        OnJoinIntent(intent);
        Queue(intentQueue, intent, null);
    }

    public void SetTags(IReadOnlyDictionary<string, string> tags, TaskCompletionSource sent) => Swim.SetMeta(Tags.Encode(tags), sent);

    /// <summary>First part of leaving: the intent.</summary>
    public void BeginLeave(TaskCompletionSource sent, TimeSpan time)
    {
        (now, Leaving) = (time, true);
        AnnounceLeave(Swim.Name, prune: false, sent);
    }

    public void ForceLeave(string name, bool prune, TaskCompletionSource sent, TimeSpan time)
    {
        now = time;
        AnnounceLeave(name, prune, sent);
    }

    /// <summary>Asks every member, this one included. The caller says when it stops listening.</summary>
    public (ulong LTime, uint Id) Ask(string name, byte[] payload, TimeSpan timeout, Action<SerfMessage.QueryResponse> hear)
    {
        var query = new SerfMessage.Query(
            queryClock.Time, (uint)random.NextInt64(uint.MaxValue), Swim.Self.Addr, Swim.Self.Port, Swim.Name, [], 0, 0, (ulong)timeout.Ticks * 100, name, payload);
        asked[(query.LTime, query.Id)] = hear;
        OnQuery(query, query.Encode());
        return (query.LTime, query.Id);
    }

    /// <inheritdoc cref="UserEvents.Tell"/>
    public void Tell(string name, byte[] payload, bool coalesce) => events.Tell(name, payload, coalesce);

    public void StopListening((ulong LTime, uint Id) query) => asked.Remove(query);

    public void NodeJoined(SwimNode node)
    {
        if (!members.TryGetValue(node.Name, out var member))
        {
            member = members[node.Name] = new MemberRecord(node.Name);
            if (buffered.Take(node.Name) is { } intent)
            {
                member.StatusLTime = intent.LTime;
                (member.Status, member.LeaveTime) = (intent.Leave ? MemberStatus.Leaving : MemberStatus.Alive, now);
            }
        }
        else
        {
            member.Status = MemberStatus.Alive;
        }

        member.Update(node);
        Publish(SerfEventType.Join, member);
    }

    public void NodeLeft(SwimNode node)
    {
        if (!members.TryGetValue(node.Name, out var member) || member.Status is not (MemberStatus.Alive or MemberStatus.Leaving))
        {
            return;
        }

        var left = member.Status == MemberStatus.Leaving;
        (member.Status, member.LeaveTime) = (left ? MemberStatus.Left : MemberStatus.Failed, now);
        Publish(left ? SerfEventType.Leave : SerfEventType.Failed, member);
    }

    public void NodeUpdated(SwimNode node)
    {
        if (members.TryGetValue(node.Name, out var member))
        {
            member.Update(node);
            Publish(SerfEventType.Update, member);
        }
    }

    public string? Refuse(SwimNode node) => options.Refuse?.Invoke(MemberRecord.View(node));

    public void TakeBroadcasts(List<byte[]> target, ref int room, int overhead)
    {
        var limit = Swim.RetransmitLimit(members.Count);
        intentQueue.Take(target, ref room, overhead + UserOverhead, limit);
        queryQueue.Take(target, ref room, overhead + UserOverhead, limit);
        events.Queue.Take(target, ref room, overhead + UserOverhead, limit);
    }

    public void UserMessage(byte[] content)
    {
        switch (SerfMessage.Decode(content))
        {
            case SerfMessage.LeaveIntent leave:
                if (OnLeaveIntent(leave))
                {
                    Queue(intentQueue, content);
                }

                break;
            case SerfMessage.JoinIntent join:
                if (OnJoinIntent(join))
                {
                    Queue(intentQueue, content);
                }

                break;
            case SerfMessage.UserEvent item: events.Hear(item, content); break;
            case SerfMessage.Query query: OnQuery(query, content); break;
            case SerfMessage.QueryResponse response:
                if (asked.TryGetValue((response.LTime, response.Id), out var hear))
                {
                    hear(response);
                }

                break;
            case SerfMessage.Relay relay when relay.Ip.Length is 4 or 16 && relay.Message.Length > 0:
                SendUser(new IPEndPoint(new IPAddress(relay.Ip), relay.Port), relay.Message);
                break;
        }
    }

    public void SendUser(IPEndPoint to, byte[] message) =>
        Swim.Effects.Add(new GossipEffect.SendPacket(to, new SwimMessage.User(message).Encode(), WithChecksum: false));

    private int CountOf(MemberStatus status) => Members.Count(member => member.Status == status);

    private static void Queue(BroadcastQueue queue, SerfMessage message, TaskCompletionSource? sent) =>
        queue.Add(new SwimMessage.User(message.Encode()).Encode(), null, sent);

    private static void Queue(BroadcastQueue queue, byte[] content) => queue.Add(new SwimMessage.User(content).Encode());

    private void AnnounceLeave(string name, bool prune, TaskCompletionSource sent)
    {
        var intent = new SerfMessage.LeaveIntent(clock.Time, name, prune);
        clock.Increment();
        OnLeaveIntent(intent);
        if (Swim.OthersAlive)
        {
            Queue(intentQueue, intent, sent);
        }
        else
        {
            sent.TrySetResult();
        }
    }

    /// <summary>True if the intent was news and should be passed on.</summary>
    private bool OnLeaveIntent(SerfMessage.LeaveIntent intent)
    {
        clock.Witness(intent.LTime);
        if (!members.TryGetValue(intent.Node, out var member))
            return buffered.Add(intent.Node, leave: true, intent.LTime, now);

        if (intent.Node == Swim.Name && !Leaving && intent.LTime >= member.StatusLTime)
        {
            AnnounceJoin(); // equal times too: an operator may have spoken before the other members heard of our join
            return false;
        }

        if (intent.LTime <= member.StatusLTime)
        {
            return false;
        }

        member.StatusLTime = intent.LTime;
        if (member.Status == MemberStatus.Alive)
        {
            (member.Status, member.LeaveTime) = (MemberStatus.Leaving, now);
        }
        else if (member.Status == MemberStatus.Failed)
        {
            (member.Status, member.LeaveTime) = (MemberStatus.Left, now);
            Publish(SerfEventType.Leave, member);
        }

        if (intent.Prune && intent.Node != Swim.Name)
        {
            Erase(member);
        }

        return true;
    }

    private bool OnJoinIntent(SerfMessage.JoinIntent intent)
    {
        clock.Witness(intent.LTime);
        if (!members.TryGetValue(intent.Node, out var member))
        {
            return buffered.Add(intent.Node, leave: false, intent.LTime, now);
        }

        if (intent.LTime <= member.StatusLTime)
        {
            return false;
        }

        member.StatusLTime = intent.LTime;
        if (member.Status == MemberStatus.Leaving)
        {
            // One that was pruned and comes again joined as one that leaves, where its old leave was heard after it was forgotten.
            member.Status = MemberStatus.Alive;
            Publish(SerfEventType.Update, member);
        }

        return true;
    }

    private void OnQuery(SerfMessage.Query query, byte[] content)
    {
        queryClock.Witness(query.LTime);
        if (!queries.IsNew(query.LTime, query.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), query, queryClock.Time))
        {
            return;
        }

        if ((query.Flags & SerfMessage.Query.NoRebroadcast) == 0)
        {
            Queue(queryQueue, content);
        }

        responder.Answer(query, Swim.Self);
    }

    private void Reap()
    {
        foreach (var member in members.Values.ToList())
        {
            if (member.Status == MemberStatus.Leaving && now - member.LeaveTime > LeaveLimit && member.Name != Swim.Name)
            {
                member.Status = MemberStatus.Alive;
                Publish(SerfEventType.Update, member);
            }

            var limit = member.Status switch
            {
                MemberStatus.Failed => options.Timing.ReconnectTimeout,
                MemberStatus.Left => options.Timing.TombstoneTimeout,
                _ => TimeSpan.MaxValue,
            };
            if (now - member.LeaveTime > limit)
            {
                Erase(member);
            }
        }

        buffered.DropOlderThan(now - options.Timing.RecentIntentTimeout);
    }

    private void Erase(MemberRecord member)
    {
        members.Remove(member.Name);
        Publish(SerfEventType.Reap, member);
    }

    private void Reconnect()
    {
        var failed = members.Values.Where(member => member.Status == MemberStatus.Failed).ToArray();
        var others = Math.Max(1, members.Values.Count(member => member.Status is MemberStatus.Alive or MemberStatus.Leaving));
        if (failed.Length > 0 && random.NextDouble() < (double)failed.Length / others)
        {
            Swim.Effects.Add(new GossipEffect.ExchangeState(failed[random.Next(failed.Length)].EndPoint, Join: true));
        }
    }

    private void Publish(SerfEventType type, MemberRecord member) => Swim.Effects.Add(new GossipEffect.Publish(new SerfEvent(type, member.View())));
}
