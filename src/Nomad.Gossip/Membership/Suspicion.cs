namespace Nomad.Gossip.Membership;

/// <summary>Time a suspect has to object; each independent accuser shortens it (Lifeguard, Dadgar and others, 2018).</summary>
internal sealed class Suspicion
{
    private readonly HashSet<string> accusers;
    private readonly TimeSpan start;
    private readonly TimeSpan min;
    private readonly TimeSpan max;
    private readonly int expected;

    public Suspicion(string accuser, TimeSpan now, int nodes, GossipTiming timing)
    {
        accusers = [accuser];
        start = now;
        expected = timing.SuspicionMult - 2;
        if (nodes - 2 < expected)
        {
            expected = 0;
        }

        min = Minimum(nodes, timing);
        max = min * timing.SuspicionMaxTimeoutMult;
    }

    public TimeSpan Deadline => start + Timeout(accusers.Count - 1);

    public static TimeSpan Minimum(int nodes, GossipTiming timing) =>
        timing.ProbeInterval * (timing.SuspicionMult * Math.Truncate(Math.Max(1, Math.Log10(Math.Max(1, nodes))) * 1000) / 1000);

    /// <summary>Length of the wait after a number of further accusers.</summary>
    public TimeSpan Timeout(int confirmations)
    {
        if (expected < 1)
        {
            return min;
        }

        var fraction = Math.Log(confirmations + 1) / Math.Log(expected + 1);
        var milliseconds = Math.Floor(max.TotalMilliseconds - (fraction * (max - min).TotalMilliseconds));
        return TimeSpan.FromMilliseconds(Math.Max(min.TotalMilliseconds, milliseconds));
    }

    /// <summary>True if this accuser is new and still counts.</summary>
    public bool Confirm(string accuser) => accusers.Count - 1 < expected && accusers.Add(accuser);
}
