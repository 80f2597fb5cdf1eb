namespace Nomad.Scheduling.Ranking;

/// <summary>What the fit of an allocation depends on besides the node, unless it asks for whole cores: MHz, MB, MB.</summary>
internal readonly record struct FitAsk(long Cpu, long Memory, long Disk, bool SpreadOut)
{
    private const uint Mixing = 2_654_435_769;

    /// <summary>A place among so many, up to 65,536. Asks are round numbers: the low bits of a usual hash would be those of one of them only.</summary>
    public int PlaceOf(int places) => (int)(((uint)GetHashCode() * Mixing >> 16) % places);
}
