using System.Net;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>What the shell must do for the core.</summary>
internal abstract record GossipEffect
{
    public sealed record SendPacket(IPEndPoint To, byte[] Message, bool WithChecksum) : GossipEffect;

    /// <summary>Ping over a stream, because the datagrams got no answer; report by <c>StreamPingAnswered</c>.</summary>
    public sealed record StreamPing(IPEndPoint To, SwimMessage.Ping Ping) : GossipEffect;

    public sealed record ExchangeState(IPEndPoint With, bool Join = false) : GossipEffect;

    public sealed record Publish(SerfEvent Event) : GossipEffect;

    /// <summary>An event of users arrived.</summary>
    public sealed record Deliver(UserEvent Event) : GossipEffect;

    /// <param name="Line">For operators.</param>
    /// <param name="Warns">They should do something.</param>
    public sealed record Log(string Line, bool Warns = false) : GossipEffect;
}
