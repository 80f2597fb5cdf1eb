namespace Nomad.Gossip;

/// <summary>Figures of the gossip pool as one member sees it: its members, its logical times, what is still to be told, and how it doubts itself.</summary>
public sealed record PoolFigures(int Members, int Failed, int Left, ulong MemberTime, ulong EventTime, ulong QueryTime)
{
    public int IntentQueue { get; init; }
    public int EventQueue { get; init; }
    public int QueryQueue { get; init; }

    /// <summary>0 when all is well; the higher, the slower it is to accuse others.</summary>
    public int HealthScore { get; init; }

    /// <summary>How often its place among round-trip times was begun anew.</summary>
    public int CoordinateResets { get; init; }
}
