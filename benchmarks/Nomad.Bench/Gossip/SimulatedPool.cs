using System.Net;
using Nomad.Gossip;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Wire;

namespace Nomad.Bench.Gossip;

/// <summary>
/// Members of a pool in one process under a clock of its own: the cores and the wire's bytes are the real ones, the sockets are a queue
/// that delays datagrams and loses some. One seed, one course of events.
/// </summary>
internal sealed class SimulatedPool(GossipTiming timing, int seed)
{
    private const double LongestDelayMs = 5;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Random random = new(seed);
    private readonly List<SerfCore?> members = [];
    private readonly Dictionary<IPEndPoint, int> places = [];
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> pending = new();
    private long order;

    public TimeSpan Now { get; private set; }

    /// <summary>Share of datagrams that are lost, 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Who was found failed by whom, when.</summary>
    public List<(string Member, int By, TimeSpan At)> Failures { get; } = [];

    public IEnumerable<(int Place, SerfCore Core)> Living => members.Select((core, place) => (place, core)).Where(item => item.core is not null).Select(item => (item.place, item.core!));

    public static string NameOf(int place) => $"m{place}.global";

    /// <summary>Starts one more member and lets it join by way of a random other.</summary>
    public int Add()
    {
        var place = members.Count;
        var address = new IPEndPoint(new IPAddress([10, 0, (byte)(place / 250), (byte)(place % 250)]), 4648);
        var options = new SerfOptions { NodeName = NameOf(place), Bind = address, Timing = timing, Seed = seed + place, Tags = new Dictionary<string, string> { ["role"] = "nomad", ["region"] = "global" } };
        var core = new SerfCore(options, address, new Random(seed + place));
        members.Add(core);
        places[address] = place;
        core.Start(Now);
        if (place > 0)
            Exchange(place, random.Next(place), join: true);
        CarryOut(place);
        At(Now + (Period * random.NextDouble()), () => Tick(place));
        return place;
    }

    /// <summary>The member is gone without a word.</summary>
    public void Kill(int place) => members[place] = null;

    public void Run(TimeSpan duration) => RunUntil(() => false, duration);

    /// <summary>Runs until <paramref name="done"/>, asked every fifth of a second, or the limit; the time it took.</summary>
    public TimeSpan RunUntil(Func<bool> done, TimeSpan limit)
    {
        var (from, next) = (Now, Now + Period);
        while (Now - from < limit && pending.TryDequeue(out var action, out var when))
        {
            Now = when.At;
            action();
            if (Now >= next)
            {
                next = Now + Period;
                if (done())
                    break;
            }
        }
        return Now - from;
    }

    private void At(TimeSpan when, Action action) => pending.Enqueue(action, (when, order++));

    private void Tick(int place)
    {
        if (members[place] is not { } core)
            return;
        core.Tick(Now);
        CarryOut(place);
        At(Now + Period, () => Tick(place));
    }

    private void CarryOut(int place)
    {
        if (members[place] is not { } core)
            return;
        var effects = core.Swim.Effects.ToArray();
        core.Swim.Effects.Clear();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case GossipEffect.SendPacket send: Send(core, send); break;
                case GossipEffect.ExchangeState exchange: At(Later(), () => Exchange(place, places[exchange.With], exchange.Join)); break;
                case GossipEffect.StreamPing ping: At(Later(), () => StreamPing(place, places[ping.To], ping.Ping.SeqNo)); break;
                case GossipEffect.Publish { Event: { Type: SerfEventType.Failed } failed }: Failures.Add((failed.Member.Name, place, Now)); break;
            }
        }
    }

    private void Send(SerfCore from, GossipEffect.SendPacket send)
    {
        if (random.NextDouble() < Loss)
            return;
        var packet = PacketCodec.SealPacket(send.Message, send.WithChecksum, null);
        var (to, source) = (places[send.To], from.Swim.Self.EndPoint);
        At(Later(), () =>
        {
            if (members[to] is not { } core)
                return;
            foreach (var message in PacketCodec.OpenPacket(packet, null))
                core.Receive(message, source, Now);
            CarryOut(to);
        });
    }

    // Streams lose nothing; they only fail when the other side is gone.
    private void Exchange(int from, int to, bool join)
    {
        if (members[from] is not { } asking || members[to] is not { } asked)
            return;
        var request = asking.LocalState(join);
        var answer = asked.LocalState(join);
        asked.Merge(request, Now);
        asking.Merge(answer, Now);
        if (join)
            asking.AnnounceJoin();
        CarryOut(from);
        CarryOut(to);
    }

    private void StreamPing(int from, int to, uint number)
    {
        if (members[from] is { } asking && members[to] is not null)
        {
            asking.Swim.StreamPingAnswered(number);
            CarryOut(from);
        }
    }

    private TimeSpan Later() => Now + TimeSpan.FromMilliseconds(0.1 + (random.NextDouble() * LongestDelayMs));
}
