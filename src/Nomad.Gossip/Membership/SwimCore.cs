using System.Net;
using Nomad.Gossip.Coordinates;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>
/// Who is reachable (SWIM with suspicion; Das and others, 2002), in the wire's dialect. Pure: time and packets come in, effects go out.
/// Not thread-safe.
/// </summary>
internal sealed class SwimCore
{
    /// <summary>Memberlist 1–5, speaking 2; Serf 2–5, speaking 4.</summary>
    public static readonly byte[] Versions = [1, 5, 2, 2, 5, 4];

    private const int PacketBytes = 1400;
    private const int CompoundHeadBytes = 2;

    private readonly GossipTiming timing;
    private readonly Random random;
    private readonly ISwimOwner owner;
    private readonly BroadcastQueue broadcasts = new();
    private readonly Prober prober;
    private readonly int packetRoom;
    private TimeSpan nextGossip;
    private TimeSpan nextPushPull;
    private uint incarnation;

    public SwimCore(SerfOptions options, IPEndPoint advertised, Random random, ISwimOwner owner)
    {
        (timing, this.random, this.owner) = (options.Timing, random, owner);
        packetRoom = PacketBytes - CompoundHeadBytes - (options.Keyring is null ? 0 : Security.Sealing.OverheadBytes);
        Self = new SwimNode(options.NodeName)
        {
            Addr = advertised.Address.GetAddressBytes(), Port = (ushort)advertised.Port, Meta = Tags.Encode(options.Tags), Vsn = Versions,
        };
        Coordinates = new OwnCoordinate(random);
        prober = new Prober(this, timing, random);
        nextPushPull = timing.PushPullInterval * random.NextDouble();
    }

    public SwimNode Self { get; }

    public string Name => Self.Name;

    public SortedDictionary<string, SwimNode> Nodes { get; } = new(StringComparer.Ordinal);

    public List<GossipEffect> Effects { get; } = [];

    public OwnCoordinate Coordinates { get; }

    public bool Leaving { get; private set; }

    public int Score => prober.Score;

    public bool OthersAlive => Nodes.Values.Any(node => node != Self && !node.IsGone);

    public void Start(TimeSpan now)
    {
        Nodes[Name] = Self;
        Self.Incarnation = ++incarnation;
        SetState(Self, SwimState.Alive, now);
        BroadcastAlive(null);
        owner.NodeJoined(Self);
    }

    public void Tick(TimeSpan now)
    {
        foreach (var node in Nodes.Values.Where(node => node.Suspicion?.Deadline <= now).ToList())
        {
            Effects.Add(new GossipEffect.Log($"marking {node.Name} as failed, suspect timeout reached"));
            OnDead(new SwimMessage.Dead(node.Incarnation, node.Name, Name), now);
        }

        if (Leaving && Self.State == SwimState.Left)
        {
            Gossip(now);
            return;
        }

        prober.Tick(now);
        Gossip(now);
        if (now >= nextPushPull)
        {
            nextPushPull = now + (timing.PushPullInterval * PushPullScale());
            foreach (var node in Pick(1, node => node.State == SwimState.Alive))
            {
                Effects.Add(new GossipEffect.ExchangeState(node.EndPoint));
            }
        }
    }

    public void Receive(byte[] message, IPEndPoint from, TimeSpan now)
    {
        switch (SwimMessage.Decode(message))
        {
            case SwimMessage.Ping ping: prober.OnPing(ping, from); break;
            case SwimMessage.IndirectPing ask: prober.OnIndirectPing(ask, from, now); break;
            case SwimMessage.Ack ack: prober.OnAck(ack, now); break;
            case SwimMessage.Nack nack: prober.OnNack(nack.SeqNo); break;
            case SwimMessage.Suspect suspect: OnSuspect(suspect, now); break;
            case SwimMessage.Alive alive: OnAlive(alive, now); break;
            case SwimMessage.Dead dead: OnDead(dead, now); break;
            case SwimMessage.User user: owner.UserMessage(user.Content); break;
        }
    }

    public void StreamPingAnswered(uint seqNo) => prober.OnStreamPing(seqNo);

    public IReadOnlyList<RemoteNode> LocalNodes() =>
        [.. Nodes.Values.Select(node => new RemoteNode(node.Name, node.Addr, node.Port, node.Meta, node.Incarnation, (int)node.State, node.Vsn))];

    /// <summary>Takes over what the other side of a push/pull knows. Returns why not, or null.</summary>
    public string? Merge(IReadOnlyList<RemoteNode> nodes, bool join, TimeSpan now)
    {
        if (VersionProblem(nodes) is { } problem)
        {
            return problem;
        }

        if (join && nodes.Where(node => node.State == (int)SwimState.Alive).Select(Refuse).FirstOrDefault(reason => reason is not null) is { } refusal)
        {
            return refusal;
        }

        foreach (var node in nodes)
        {
            switch ((SwimState)node.State)
            {
                case SwimState.Alive: OnAlive(new SwimMessage.Alive(node.Incarnation, node.Name, node.Addr, node.Port, node.Meta, node.Vsn), now); break;
                case SwimState.Left: OnDead(new SwimMessage.Dead(node.Incarnation, node.Name, node.Name), now); break;
                default: OnSuspect(new SwimMessage.Suspect(node.Incarnation, node.Name, Name), now); break;
            }
        }

        return null;
    }

    public void OnSuspect(SwimMessage.Suspect message, TimeSpan now)
    {
        if (!Nodes.TryGetValue(message.Node, out var node) || message.Incarnation < node.Incarnation)
        {
            return;
        }

        if (node.Suspicion is not null)
        {
            if (node.Suspicion.Confirm(message.From))
            {
                broadcasts.Add(message.Encode(), node.Name);
            }

            return;
        }

        if (node.State != SwimState.Alive)
        {
            return;
        }

        if (node == Self)
        {
            Refute(message.Incarnation);
            return;
        }

        node.Incarnation = message.Incarnation;
        SetState(node, SwimState.Suspect, now);
        node.Suspicion = new Suspicion(message.From, now, Nodes.Count, timing);
        broadcasts.Add(message.Encode(), node.Name);
    }

    /// <summary>New metadata of this node.</summary>
    public void SetMeta(byte[] meta, TaskCompletionSource? sent)
    {
        Self.Meta = meta;
        Self.Incarnation = ++incarnation;
        BroadcastAlive(sent);
        owner.NodeUpdated(Self);
    }

    public void Leave(TaskCompletionSource? sent, TimeSpan now)
    {
        Leaving = true;
        broadcasts.Add(new SwimMessage.Dead(Self.Incarnation, Name, Name).Encode(), Name, sent);
        SetState(Self, SwimState.Left, now);
        owner.NodeLeft(Self);
    }

    /// <summary>One message with whatever else is to be told.</summary>
    public void Reply(IPEndPoint to, SwimMessage message)
    {
        var primary = message.Encode();
        var messages = new List<byte[]> { primary };
        Fill(messages, packetRoom - primary.Length - 2);
        Effects.Add(new GossipEffect.SendPacket(to, PacketCodec.Combine(messages), WithChecksum: false));
    }

    public void SendTogether(SwimNode to, IReadOnlyList<SwimMessage> messages) =>
        Effects.Add(new GossipEffect.SendPacket(to.EndPoint, PacketCodec.Combine([.. messages.Select(message => message.Encode())]), to.ProtocolMax >= 5));

    public List<SwimNode> Pick(int count, Func<SwimNode, bool> suitable)
    {
        var candidates = Nodes.Values.Where(node => node != Self && suitable(node)).ToArray();
        var picked = Math.Min(count, candidates.Length);
        for (var i = 0; i < picked; i++)
        {
            var other = random.Next(i, candidates.Length);
            (candidates[i], candidates[other]) = (candidates[other], candidates[i]);
        }

        return [.. candidates.AsSpan(0, picked)];
    }

    public void ForgetGone(TimeSpan now)
    {
        foreach (var node in Nodes.Values.Where(node => node != Self && node.IsGone && now - node.StateChange > timing.GossipToTheDeadTime).ToList())
        {
            Nodes.Remove(node.Name);
            Coordinates.Forget(node.Name);
        }
    }

    public int RetransmitLimit(int nodes) => timing.RetransmitMult * (int)Math.Ceiling(Math.Log10(nodes + 1));

    private static void SetState(SwimNode node, SwimState state, TimeSpan now) => (node.State, node.StateChange, node.Suspicion) = (state, now, null);

    private void OnAlive(SwimMessage.Alive message, TimeSpan now)
    {
        var versions = message.Vsn;
        if ((Leaving && message.Node == Name) || message.Addr.Length is not (4 or 16) || message.Meta.Length > Tags.MaxBytes
            || versions.Length < 6 || versions[0] == 0 || versions[1] == 0 || versions[0] > versions[1])
        {
            return;
        }

        if (message.Node == Name)
        {
            OnAliveSelf(message);
            return;
        }

        var known = Nodes.TryGetValue(message.Node, out var node);
        node ??= new SwimNode(message.Node) { Addr = message.Addr, Port = message.Port, Meta = message.Meta, Vsn = message.Vsn };
        if (Refuse(new RemoteNode(message.Node, message.Addr, message.Port, message.Meta, 0, 0, message.Vsn)) is { } refusal)
        {
            Effects.Add(new GossipEffect.Log($"ignoring alive message for {message.Node}: {refusal}"));
            return;
        }

        var moved = known && (!node.Addr.AsSpan().SequenceEqual(message.Addr) || node.Port != message.Port);
        if (moved && node.State != SwimState.Left)
        {
            Conflict(node, message);
            return;
        }

        if (known && !moved && message.Incarnation <= node.Incarnation)
        {
            return;
        }

        Nodes[node.Name] = node;
        var (wasGone, newMeta) = (node.IsGone, !node.Meta.AsSpan().SequenceEqual(message.Meta));
        (node.Addr, node.Port, node.Meta, node.Vsn, node.Incarnation) = (message.Addr, message.Port, message.Meta, message.Vsn, message.Incarnation);
        SetState(node, SwimState.Alive, now);
        broadcasts.Add(message.Encode(), node.Name);
        if (wasGone)
        {
            owner.NodeJoined(node);
        }
        else if (newMeta)
        {
            owner.NodeUpdated(node);
        }
    }

    /// <summary>
    /// Others remember an earlier run of this node: tell them how it is now. Two nodes of one name would contradict each other for ever, so what
    /// comes from another address is left as it is; operators must give one of them another name.
    /// </summary>
    private void OnAliveSelf(SwimMessage.Alive message)
    {
        if (!message.Addr.AsSpan().SequenceEqual(Self.Addr) || message.Port != Self.Port)
        {
            Conflict(Self, message);
            return;
        }

        var same = message.Incarnation == Self.Incarnation && message.Meta.AsSpan().SequenceEqual(Self.Meta) && message.Vsn.AsSpan().SequenceEqual(Self.Vsn);
        if (message.Incarnation >= Self.Incarnation && !same)
        {
            Refute(message.Incarnation);
        }
    }

    private void Conflict(SwimNode known, SwimMessage.Alive other)
    {
        var theirs = new IPEndPoint(new IPAddress(other.Addr), other.Port);
        if (known.ConflictsWith?.Equals(theirs) == true)
            return;
        known.ConflictsWith = theirs;
        Effects.Add(new GossipEffect.Log(known == Self
            ? $"another member calls itself {Name} too, at {theirs}: give one of the two another name"
            : $"conflicting address for {known.Name}. Mine: {known.EndPoint} Theirs: {theirs}", Warns: true));
    }

    private void OnDead(SwimMessage.Dead message, TimeSpan now)
    {
        if (!Nodes.TryGetValue(message.Node, out var node) || message.Incarnation < node.Incarnation)
        {
            return;
        }

        node.Suspicion = null;
        if (node.IsGone)
        {
            return;
        }

        if (node == Self && !Leaving)
        {
            Refute(message.Incarnation);
            return;
        }

        node.Incarnation = message.Incarnation;
        SetState(node, message.From == message.Node ? SwimState.Left : SwimState.Dead, now);
        broadcasts.Add(message.Encode(), node.Name);
        owner.NodeLeft(node);
    }

    private void Refute(uint accused)
    {
        incarnation = Math.Max(incarnation, accused) + 1;
        Self.Incarnation = incarnation;
        prober.AddScore(1);
        BroadcastAlive(null);
    }

    private void BroadcastAlive(TaskCompletionSource? sent) =>
        broadcasts.Add(new SwimMessage.Alive(Self.Incarnation, Name, Self.Addr, Self.Port, Self.Meta, Self.Vsn).Encode(), Name, sent);

    private string? Refuse(RemoteNode node) =>
        node.Name == Name || node.Addr.Length is not (4 or 16) ? null
        : owner.Refuse(new SwimNode(node.Name) { Addr = node.Addr, Port = node.Port, Meta = node.Meta, Vsn = node.Vsn });

    private void Gossip(TimeSpan now)
    {
        if (now < nextGossip)
        {
            return;
        }

        nextGossip = now + timing.GossipInterval;
        foreach (var node in Pick(timing.GossipNodes, node =>
            node.State != SwimState.Left && (node.State != SwimState.Dead || now - node.StateChange <= timing.GossipToTheDeadTime)))
        {
            var messages = new List<byte[]>();
            Fill(messages, packetRoom);
            if (messages.Count == 0)
            {
                return;
            }

            Effects.Add(new GossipEffect.SendPacket(node.EndPoint, PacketCodec.Combine(messages), node.ProtocolMax >= 5));
        }
    }

    private void Fill(List<byte[]> messages, int room)
    {
        broadcasts.Take(messages, ref room, 2, RetransmitLimit(Nodes.Count));
        owner.TakeBroadcasts(messages, ref room, 2);
    }

    private double PushPullScale() => Nodes.Count <= 32 ? 1 : Math.Ceiling(Math.Log2(Nodes.Count) - 5) + 1;

    private string? VersionProblem(IReadOnlyList<RemoteNode> remote)
    {
        var alive = Nodes.Values.Where(node => node.State == SwimState.Alive).Select(node => node.Vsn)
            .Concat(remote.Where(node => node.State == 0).Select(Vsn)).ToList();
        foreach (var (offset, kind) in new[] { (0, "protocol"), (3, "delegate protocol") })
        {
            var (low, high) = (alive.Max(vsn => vsn[offset]), alive.Min(vsn => vsn[offset + 1]));
            var checkedNodes = remote.Select(node => (node.Name, Vsn: Vsn(node))).Concat(Nodes.Values.Select(node => (node.Name, node.Vsn)));
            foreach (var (name, vsn) in checkedNodes.Where(node => node.Vsn[offset + 2] < low || node.Vsn[offset + 2] > high))
            {
                return $"Node '{name}' {kind} version ({vsn[offset + 2]}) is incompatible: [{low}, {high}]";
            }
        }

        return null;

        static byte[] Vsn(RemoteNode node) => node.Vsn.Length >= 6 ? node.Vsn : new byte[6];
    }
}
