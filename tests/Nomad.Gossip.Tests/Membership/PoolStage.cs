using System.Net;
using System.Text;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Tests.Membership;

/// <summary>
/// Runs the commands of scripts on cores with the timing of a local network, on time that passes when a script says so. What a core sends
/// arrives in the same moment, unless one of the two is cut off; the bytes are those of the wire.
/// </summary>
internal sealed class PoolStage
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private readonly SortedDictionary<string, SerfCore> members = new(StringComparer.Ordinal);
    private readonly Dictionary<IPEndPoint, string> places = [];
    private readonly HashSet<string> cut = [];
    private readonly Queue<Action> network = new();
    private readonly StringBuilder output = new();
    private TimeSpan now;

    public string Run(string[] words)
    {
        output.Clear();
        switch (words)
        {
            case ["start", .. var names]:
                foreach (var name in names)
                    Start(name, (byte)(members.Count + 1));
                break;
            case ["start-at", var name, var place]: Start(name, byte.Parse(place)); break;
            case ["join", var from, var to]: Exchange(from, to, join: true); break;
            case ["exchange", var from, var to]: Exchange(from, to, join: false); break;
            case ["pass", var seconds]:
                for (var end = now + TimeSpan.FromSeconds(double.Parse(seconds)); now < end;)
                {
                    now += Turn;
                    foreach (var (name, core) in members)
                        Step(name, () => core.Tick(now));
                    Deliver();
                }
                break;
            case ["cut", .. var names]: cut.UnionWith(names); break;
            case ["heal"]: cut.Clear(); break;
            case ["kill", var name]: places.Remove(members[name].Swim.Self.EndPoint); members.Remove(name); break;
            case ["tags", var name, .. var tags]:
                Step(name, () => members[name].SetTags(tags.Select(tag => tag.Split('=')).ToDictionary(tag => tag[0], tag => tag[1]), new TaskCompletionSource()));
                break;
            case ["leave-intent", var name]: Step(name, () => members[name].BeginLeave(new TaskCompletionSource(), now)); break;
            case ["leave", var name]: Step(name, () => members[name].Swim.Leave(null, now)); break;
            case ["force-leave", var name, var who, .. var more]: Step(name, () => members[name].ForceLeave(who, more is ["prune"], new TaskCompletionSource(), now)); break;
            case ["event", var name, var what, var payload]: Step(name, () => members[name].Tell(what, Encoding.UTF8.GetBytes(payload), coalesce: false)); break;
            case ["tell", var name, .. var message]: Tell(name, message); break;
            case ["members", var name]:
                foreach (var member in members[name].Members)
                    output.Append($"  {member.Name} {Text(member)}\n");
                break;
            case ["score", var name]: output.Append($"  {name}: {members[name].Swim.Score}\n"); break;
            default: throw new ArgumentException($"unknown command: {string.Join(' ', words)}");
        }
        Deliver();
        return output.ToString();
    }

    private void Start(string name, byte place)
    {
        var address = Place(place);
        var core = new SerfCore(new SerfOptions { NodeName = name, Bind = address, Timing = GossipTiming.Local }, address, new Random(place));
        members[name] = core;
        places[address] = name;
        Step(name, () => core.Start(now));
    }

    private static IPEndPoint Place(byte place) => new(new IPAddress([10, 0, 0, place]), 4648);

    // Says what the core answers at once, too: a script about one message has nobody else.
    private void Tell(string name, string[] words)
    {
        SwimMessage message = words switch
        {
            ["suspect", var who, var incarnation, var from] => new SwimMessage.Suspect(uint.Parse(incarnation), who, from),
            ["dead", var who, var incarnation, var from] => new SwimMessage.Dead(uint.Parse(incarnation), who, from),
            ["alive", var who, var incarnation, var place] => new SwimMessage.Alive(uint.Parse(incarnation), who, [10, 0, 0, byte.Parse(place)], 4648, Tags.Encode(new Dictionary<string, string>()), SwimCore.Versions),
            ["leave-intent", var who, var time] => new SwimMessage.User(new SerfMessage.LeaveIntent(ulong.Parse(time), who, false).Encode()),
            ["join-intent", var who, var time] => new SwimMessage.User(new SerfMessage.JoinIntent(ulong.Parse(time), who).Encode()),
            _ => throw new ArgumentException($"unknown message: {string.Join(' ', words)}"),
        };
        Step(name, () => members[name].Receive(message.Encode(), Place(250), now));
        output.Append($"  {name}: incarnation {members[name].Swim.Self.Incarnation}, score {members[name].Swim.Score}\n");
    }

    private void Exchange(string from, string to, bool join)
    {
        if (cut.Contains(from) || cut.Contains(to) || !members.TryGetValue(to, out var asked))
            return;
        var asking = members[from];
        var (request, answer) = (asking.LocalState(join), asked.LocalState(join));
        Step(to, () => asked.Merge(request, now));
        Step(from, () => asking.Merge(answer, now, joining: join));
        if (join)
            Step(from, asking.AnnounceJoin);
    }

    private void Step(string name, Action step)
    {
        step();
        if (!members.TryGetValue(name, out var core))
            return;
        var effects = core.Swim.Effects.ToArray();
        core.Swim.Effects.Clear();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case GossipEffect.SendPacket send: network.Enqueue(() => Arrive(name, core.Swim.Self.EndPoint, send)); break;
                case GossipEffect.ExchangeState exchange when places.TryGetValue(exchange.With, out var other): network.Enqueue(() => Exchange(name, other, join: false)); break;
                case GossipEffect.StreamPing ping: network.Enqueue(() => StreamPing(name, ping)); break;
                case GossipEffect.Publish { Event: var happened }: Say(name, $"{happened.Type.ToString().ToLowerInvariant()} {happened.Member.Name}{(happened.Type == SerfEventType.Update ? " " + Text(happened.Member) : "")}"); break;
                case GossipEffect.Deliver { Event: var item }: Say(name, $"event {item.Name} \"{Encoding.UTF8.GetString(item.Payload.Span)}\" at {item.LTime}"); break;
                case GossipEffect.Log log: Say(name, (log.Warns ? "warns: " : "says: ") + log.Line); break;
            }
        }
    }

    private void Say(string name, string what) => output.Append($"  {now.TotalSeconds:0.00} {name}: {what}\n");

    private static string Text(SerfMember member) =>
        string.Join(' ', [member.Status.ToString().ToLowerInvariant(), .. member.Tags.Select(tag => $"{tag.Key}={tag.Value}")]);

    private void Arrive(string from, IPEndPoint source, GossipEffect.SendPacket send)
    {
        if (cut.Contains(from) || !places.TryGetValue(send.To, out var to) || cut.Contains(to))
            return;
        foreach (var message in PacketCodec.OpenPacket(PacketCodec.SealPacket(send.Message, send.WithChecksum, null), null))
            Step(to, () => members[to].Receive(message, source, now));
    }

    private void StreamPing(string from, GossipEffect.StreamPing ping)
    {
        if (!cut.Contains(from) && places.TryGetValue(ping.To, out var to) && !cut.Contains(to))
            Step(from, () => members[from].Swim.StreamPingAnswered(ping.Ping.SeqNo));
    }

    private void Deliver()
    {
        while (network.TryDequeue(out var next))
            next();
    }
}
