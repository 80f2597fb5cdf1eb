using System.Net;
using Nomad.Gossip;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Security;
using Nomad.Gossip.Wire;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Pools;

/// <summary>
/// One gossip pool from one seed: the real cores and the real bytes of the wire, sealed, over datagrams that are lost, late, doubled and cut off,
/// with members that are killed, leave and come back, and somebody who listens, repeats old packets and sends forged ones. Afterwards it heals,
/// and every member must see every other one as it is.
/// </summary>
internal sealed class PoolRun
{
    private const int FewestMembers = 4;
    private const int MostMembers = 8;
    private const int FaultsPerRun = 14;

    /// <summary>What the listener keeps.</summary>
    private const int Overheard = 2_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Random random;
    private readonly List<PoolMember> members = [];
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> pending = new();
    private readonly HashSet<string> nonces = new(StringComparer.Ordinal);
    private readonly List<(byte[] Packet, IPEndPoint From)> overheard = [];
    private readonly Chronicle chronicle = new();
    private readonly HashSet<(int, int)> cut = [];
    private TimeSpan now;
    private long order;
    private double loss;

    public PoolRun(int seed)
    {
        random = new Random(seed);
        var count = random.Next(FewestMembers, MostMembers + 1);
        for (var place = 0; place < count; place++)
            members.Add(new PoolMember(place, seed));
    }

    public long Packets { get; private set; }

    /// <exception cref="BrokenLaw">With what happened.</exception>
    public void Run()
    {
        foreach (var member in members)
        {
            Begin(member);
            Pass(Period);
        }
        Pass(Settling);
        for (var i = 0; i < FaultsPerRun; i++)
        {
            Disturb();
            Pass(TimeSpan.FromSeconds(1 + random.Next(40)));
        }
        Heal();
        var limit = now + Patience;
        while (Difference() is { } difference)
        {
            if (now > limit)
                throw new BrokenLaw("members agree", $"{Patience.TotalMinutes} minutes after healing {difference}");
            Pass(Period * 5);
        }
    }

    public string Tail(int lines) => chronicle.Tail(lines);

    // ---- what happens to the pool

    private void Disturb()
    {
        var member = members[random.Next(1, members.Count)]; // the first one stays: somebody remembers where the others were
        switch (random.Next(9))
        {
            case 0: loss = random.NextDouble() * 0.5; Note($"loses {loss:p0}"); break;
            case 1: loss = 0; cut.Clear(); Note("is whole again"); break;
            case 2 or 3: Cut(oneWay: random.Next(3) == 0); break;
            case 4 when member.Core is not null: member.Kill(); Note($"{member.Name} is killed"); break;
            case 4 or 5: if (member.Core is null) Begin(member); break;
            case 6 when member.Core is { Leaving: false }: Leave(member); break;
            case 7: Repeat(random.Next(1, 200)); break;
            case 8: Rotate(); break;
        }
    }

    private void Heal()
    {
        loss = 0;
        cut.Clear();
        Repeat(500);
        Note("heals");
    }

    private void Cut(bool oneWay)
    {
        cut.Clear();
        var side = members.Select(_ => random.Next(2) == 0).ToArray();
        for (var a = 0; a < side.Length; a++)
        {
            for (var b = 0; b < side.Length; b++)
            {
                if (side[a] != side[b] && (side[a] || !oneWay))
                    cut.Add((a, b));
            }
        }
        Note($"is cut{(oneWay ? " one way" : "")}: {string.Concat(side.Select(own => own ? 'A' : 'b'))}");
    }

    private void Leave(PoolMember member)
    {
        Note($"{member.Name} leaves");
        var core = member.Core!;
        core.BeginLeave(new TaskCompletionSource(), now);
        CarryOut(member);
        At(now + TimeSpan.FromSeconds(5), () =>
        {
            if (ReferenceEquals(member.Core, core))
                member.Kill();
        });
    }

    // All get the new key, then all use it, as an operator would have it; the old one stays, for those who were away.
    private void Rotate()
    {
        var key = new byte[32];
        random.NextBytes(key);
        foreach (var member in members)
            member.Keys.Install(key);
        At(now + TimeSpan.FromSeconds(5), () => members.ForEach(member => member.Keys.Use(key)));
        Note("gets a new key");
    }

    // The listener sends what it heard once more, to anybody, and some of it changed.
    private void Repeat(int count)
    {
        Note($"hears {count} old packets again");
        for (var i = 0; i < count && overheard.Count > 0; i++)
        {
            var (packet, from) = overheard[random.Next(overheard.Count)];
            var to = members[random.Next(members.Count)];
            if (random.Next(4) == 0)
            {
                var forged = (byte[])packet.Clone();
                forged[random.Next(forged.Length)] ^= (byte)(1 << random.Next(8));
                if (IsAccepted(forged, to.Keys))
                    throw new BrokenLaw("forged packets are refused", $"{to.Name} took one");
            }
            else
            {
                At(Later(), () => Arrive(to, packet, from));
            }
        }
    }

    private static bool IsAccepted(byte[] packet, Keyring keys)
    {
        try
        {
            PacketCodec.OpenPacket(packet, keys);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // ---- members

    private void Begin(PoolMember member)
    {
        var core = member.Begin();
        core.Start(now);
        CarryOut(member);
        Note($"{member.Name} starts for the {member.Lives}. time");
        At(now + (Period * random.NextDouble()), () => Tick(member, core));
        if (member.Place > 0)
            Join(member, core);
    }

    private void Join(PoolMember member, SerfCore core)
    {
        if (!ReferenceEquals(member.Core, core) || core.Leaving)
            return;
        // All are told to join the first one; somebody else will do while it cannot be reached, but not from the start: two halves of a pool that
        // never heard of each other have no way to meet.
        var with = members[random.Next(1, members.Count)];
        if (!Exchange(member, members[0], join: true) && (member.Lives == 1 || with == member || !Exchange(member, with, join: true)))
            At(now + Retry, () => Join(member, core));
    }

    private void Tick(PoolMember member, SerfCore core)
    {
        if (!ReferenceEquals(member.Core, core))
            return;
        core.Tick(now);
        CarryOut(member);
        if (!core.Leaving && core.Records[member.Name].View().Status != MemberStatus.Alive)
            throw new BrokenLaw("who lives knows it", $"{member.Name} sees itself as {core.Records[member.Name].View().Status}");
        At(now + Period, () => Tick(member, core));
    }

    private void CarryOut(PoolMember member)
    {
        if (member.Core is not { } core)
            return;
        var effects = core.Swim.Effects.ToArray();
        core.Swim.Effects.Clear();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case GossipEffect.SendPacket send: Send(member, send); break;
                case GossipEffect.ExchangeState exchange: At(Later(), () => Exchange(member, At(exchange.With), exchange.Join)); break;
                case GossipEffect.StreamPing ping: At(Later(), () => StreamPing(member, At(ping.To), ping.Ping.SeqNo)); break;
                case GossipEffect.Publish { Event: { Type: SerfEventType.Failed } failed }: Note($"{member.Name} finds {failed.Member.Name} failed"); break;
            }
        }
    }

    private PoolMember At(IPEndPoint address) => members[address.Port - PoolMember.FirstPort];

    // ---- the network

    private void Send(PoolMember from, GossipEffect.SendPacket send)
    {
        var packet = PacketCodec.SealPacket(send.Message, send.WithChecksum, from.Keys);
        Packets++;
        // Twice the same nonce under one key gives away what was said, and lets others forge (NIST SP 800-38D, section 8).
        if (!nonces.Add(Sealing.NonceOf(packet) + from.PrimaryKey))
            throw new BrokenLaw("a nonce is used once", $"{from.Name} used one again");
        if (overheard.Count < Overheard)
            overheard.Add((packet, from.Address));
        else
            overheard[random.Next(Overheard)] = (packet, from.Address);
        var to = At(send.To);
        if (random.NextDouble() < loss || cut.Contains((from.Place, to.Place)))
            return;
        var copies = random.Next(20) == 0 ? 2 : 1;
        for (var i = 0; i < copies; i++)
            At(Later(), () => Arrive(to, packet, from.Address));
    }

    private void Arrive(PoolMember to, byte[] packet, IPEndPoint from)
    {
        if (to.Core is not { } core)
            return;
        foreach (var message in PacketCodec.OpenPacket(packet, to.Keys))
            core.Receive(message, from, now);
        CarryOut(to);
    }

    private bool Exchange(PoolMember from, PoolMember to, bool join)
    {
        if (from.Core is not { } asking || to.Core is not { } asked || IsCut(from, to))
            return false;
        var request = asking.LocalState(join);
        var answer = asked.LocalState(join);
        asked.Merge(request, now);
        asking.Merge(answer, now);
        if (join)
            asking.AnnounceJoin();
        CarryOut(from);
        CarryOut(to);
        return true;
    }

    private void StreamPing(PoolMember from, PoolMember to, uint number)
    {
        if (from.Core is not { } asking || to.Core is null || IsCut(from, to))
            return;
        asking.Swim.StreamPingAnswered(number);
        CarryOut(from);
    }

    // A connection needs both directions.
    private bool IsCut(PoolMember one, PoolMember other) => cut.Contains((one.Place, other.Place)) || cut.Contains((other.Place, one.Place));

    // ---- time and laws

    // What a member sees otherwise than it is; null when all agree with the truth.
    private string? Difference()
    {
        foreach (var (member, core) in members.Where(member => member.Core is { Leaving: false }).Select(member => (member, member.Core!)))
        {
            foreach (var other in members)
            {
                var seen = core.Records.GetValueOrDefault(other.Name)?.View();
                var lives = other.Core is { Leaving: false };
                if ((seen?.Status == MemberStatus.Alive) != lives)
                    return $"{member.Name} sees {other.Name} as {seen?.Status.ToString() ?? "nobody"}, which {(lives ? "lives" : "is gone")}";
                if (lives && seen!.Tags["life"] != other.Life)
                    return $"{member.Name} has the tags of life {seen.Tags["life"]} of {other.Name}, which is in life {other.Life}";
            }
        }
        return null;
    }

    private void Pass(TimeSpan duration)
    {
        var until = now + duration;
        while (pending.TryPeek(out _, out var next) && next.At <= until)
        {
            var action = pending.Dequeue();
            now = next.At;
            action();
        }
        now = until;
    }

    private void At(TimeSpan when, Action action) => pending.Enqueue(action, (when, order++));

    private TimeSpan Later() => now + TimeSpan.FromMilliseconds(0.1 + (random.NextDouble() * (random.Next(10) == 0 ? 800 : 20)));

    private void Note(string what) => chronicle.Add(now, what.Contains("pool", StringComparison.Ordinal) || what[0] == 'm' ? what : "the pool " + what);
}
