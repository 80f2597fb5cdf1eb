namespace Nomad.Gossip.Membership;

/// <summary>Logical time (Lamport, 1978).</summary>
internal sealed class LamportClock
{
    /// <summary>Starts at 1.</summary>
    public ulong Time { get; private set; } = 1;

    public ulong Increment() => ++Time;

    public void Witness(ulong seen) => Time = seen >= Time ? seen + 1 : Time;

    /// <summary>Of another clock's present time: what it has seen is one less.</summary>
    public void WitnessBefore(ulong time)
    {
        if (time > 0)
            Witness(time - 1);
    }
}
