namespace Nomad.Raft.Consensus;

/// <summary>
/// How long a follower waits for its leader. Short while messages come evenly; where they come late, because a machine or a network is
/// strained, it waits for three of the longest pause there was of late, so that a leader that is only slow stays. Begins as if strained, as
/// a program is that has just started, until messages have come evenly for a while.
/// </summary>
public sealed class Patience
{
    private const double PausesPerWait = 3;

    /// <summary>A pause counts half after 173 ticks.</summary>
    private const double Forgetting = 0.996;

    /// <summary>Of what is assumed at the start, with each message that comes in time: 28 of them tell that nothing is strained here.</summary>
    private const double Learning = 0.95;

    private readonly int shortest;
    private readonly int longest;
    private double pause;
    private double assumed;

    public Patience(RaftOptions options)
    {
        (shortest, longest) = (options.ElectionTicks, Math.Max(options.ElectionTicks, options.StrainedElectionTicks));
        assumed = longest / PausesPerWait;
    }

    /// <summary>Ticks to wait, at least.</summary>
    public int Ticks => Math.Clamp((int)Math.Ceiling(Math.Max(pause, assumed) * PausesPerWait), shortest, longest);

    /// <summary>Ticks after which a leader that reaches no majority gives up.</summary>
    public int Longest => longest;

    public void Tick() => (pause, assumed) = (pause * Forgetting, assumed * Forgetting);

    /// <summary>The leader was heard so many ticks after the time before.</summary>
    public void HeardAfter(int ticks)
    {
        pause = Math.Max(pause, ticks);
        assumed = ticks * PausesPerWait <= shortest ? assumed * Learning : assumed;
    }
}
