using System.Net;
using Nomad.Gossip.Coordinates;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>Failure detector: asks one node after the other whether it lives, directly, through others, and over a stream.</summary>
internal sealed class Prober(SwimCore swim, GossipTiming timing, Random random)
{
    private readonly Dictionary<uint, Relay> relays = [];
    private readonly List<SwimNode> round = [];
    private Probe? current;
    private TimeSpan next = timing.ProbeInterval * random.NextDouble();
    private uint sequence;
    private int score;

    /// <summary>How unhealthy this node itself seems to be, 0 to the limit minus one; slows its own accusations down.</summary>
    public int Score => score;

    public void AddScore(int delta) => score = Math.Clamp(score + delta, 0, timing.AwarenessMaxMultiplier - 1);

    public void Tick(TimeSpan now)
    {
        foreach (var (seq, relay) in relays.Where(item => item.Value.Deadline <= now).ToList())
        {
            relays.Remove(seq);
            if (relay.WantsNack)
            {
                swim.Reply(relay.Requester, new SwimMessage.Nack(relay.SeqNo));
            }
        }

        if (current is { Asked: false, Answered: false } waiting && now >= waiting.Start + timing.ProbeTimeout)
        {
            AskOthers(waiting);
        }

        if (current is { } ended && now >= ended.End)
        {
            Conclude(ended, now);
            current = null;
        }

        if (current is null && now >= next)
        {
            Begin(now);
        }
    }

    public void OnPing(SwimMessage.Ping ping, IPEndPoint from)
    {
        if (ping.Node.Length == 0 || ping.Node == swim.Name)
        {
            var to = ping.SourceAddr.Length is 4 or 16 && ping.SourcePort > 0 ? new IPEndPoint(new IPAddress(ping.SourceAddr), ping.SourcePort) : from;
            swim.Reply(to, new SwimMessage.Ack(ping.SeqNo, swim.Coordinates.Now.Encode()));
        }
    }

    public void OnIndirectPing(SwimMessage.IndirectPing ask, IPEndPoint from, TimeSpan now)
    {
        if (ask.Target.Length is not (4 or 16))
        {
            return;
        }

        var requester = ask.SourceAddr.Length is 4 or 16 && ask.SourcePort > 0 ? new IPEndPoint(new IPAddress(ask.SourceAddr), ask.SourcePort) : from;
        relays[++sequence] = new Relay(requester, ask.SeqNo, ask.WantsNack, now + timing.ProbeTimeout);
        var port = ask.Port == 0 ? swim.Self.Port : ask.Port;
        swim.Reply(new IPEndPoint(new IPAddress(ask.Target), port), PingFor(ask.Node, sequence));
    }

    public void OnAck(SwimMessage.Ack ack, TimeSpan now)
    {
        if (relays.Remove(ack.SeqNo, out var relay))
        {
            swim.Reply(relay.Requester, new SwimMessage.Ack(relay.SeqNo));
        }
        else if (current?.SeqNo == ack.SeqNo)
        {
            // What others passed on carries no coordinate: it took their time, too.
            if (!current.Answered && Coordinate.Decode(ack.Payload) is { } other)
                swim.Coordinates.Measured(current.Target.Name, other, now - current.Start);
            current.Answered = true;
        }
    }

    public void OnNack(uint seqNo)
    {
        if (current?.SeqNo == seqNo)
        {
            current.Nacks++;
        }
    }

    public void OnStreamPing(uint seqNo)
    {
        if (current?.SeqNo == seqNo)
        {
            current.Streamed = true;
        }
    }

    private SwimMessage.Ping PingFor(string node, uint seqNo) => new(seqNo, node, swim.Self.Addr, swim.Self.Port, swim.Name);

    private void Begin(TimeSpan now)
    {
        next = now + timing.ProbeInterval;
        if (NextTarget(now) is not { } target)
        {
            return;
        }

        current = new Probe(target, ++sequence, now, now + (timing.ProbeInterval * (score + 1)));
        var ping = PingFor(target.Name, current.SeqNo);
        if (target.State == SwimState.Suspect)
        {
            // it may object at once
            swim.SendTogether(target, [ping, new SwimMessage.Suspect(target.Incarnation, target.Name, swim.Name)]);
        }
        else
        {
            swim.Reply(target.EndPoint, ping);
        }
    }

    private SwimNode? NextTarget(TimeSpan now)
    {
        for (var attempts = 0; attempts < 2; attempts++)
        {
            while (round.Count > 0)
            {
                var candidate = round[^1];
                round.RemoveAt(round.Count - 1);
                if (candidate.Name != swim.Name && !candidate.IsGone && swim.Nodes.ContainsKey(candidate.Name))
                {
                    return candidate;
                }
            }

            swim.ForgetGone(now);
            round.AddRange(swim.Nodes.Values);
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(round));
        }

        return null;
    }

    private void AskOthers(Probe probe)
    {
        probe.Asked = true;
        var target = probe.Target;
        foreach (var helper in swim.Pick(timing.IndirectChecks, node => node.State == SwimState.Alive && node != target))
        {
            var nack = helper.ProtocolMax >= 4;
            probe.NacksExpected += nack ? 1 : 0;
            probe.Helpers++;
            swim.Reply(helper.EndPoint, new SwimMessage.IndirectPing(probe.SeqNo, target.Addr, target.Port, target.Name, nack, swim.Self.Addr, swim.Self.Port, swim.Name));
        }

        if (target.ProtocolMax >= 3)
        {
            swim.Effects.Add(new GossipEffect.StreamPing(target.EndPoint, PingFor(target.Name, probe.SeqNo)));
        }
    }

    private void Conclude(Probe probe, TimeSpan now)
    {
        if (probe.Answered)
        {
            AddScore(-1);
            return;
        }

        AddScore(probe.Helpers == 0 ? 1 : probe.NacksExpected - probe.Nacks);
        if (probe.Streamed)
        {
            swim.Effects.Add(new GossipEffect.Log($"was able to reach {probe.Target.Name} via TCP but not UDP, network may be misconfigured"));
            return;
        }

        swim.Effects.Add(new GossipEffect.Log($"suspect {probe.Target.Name} has failed, no acks received"));
        swim.OnSuspect(new SwimMessage.Suspect(probe.Target.Incarnation, probe.Target.Name, swim.Name), now);
    }

    private sealed record Relay(IPEndPoint Requester, uint SeqNo, bool WantsNack, TimeSpan Deadline);

    private sealed class Probe(SwimNode target, uint seqNo, TimeSpan start, TimeSpan end)
    {
        public SwimNode Target => target;
        public uint SeqNo => seqNo;
        public TimeSpan Start => start;
        public TimeSpan End => end;
        public bool Asked { get; set; }
        public bool Answered { get; set; }
        public bool Streamed { get; set; }
        public int Helpers { get; set; }
        public int NacksExpected { get; set; }
        public int Nacks { get; set; }
    }
}
