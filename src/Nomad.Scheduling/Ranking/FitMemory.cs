namespace Nomad.Scheduling.Ranking;

/// <summary>What is known of fits, by what is asked. Only from the second time on: most jobs ask once.</summary>
internal sealed class FitMemory(int rows)
{
    /// <summary>Asks that are remembered; 8 bytes per node each.</summary>
    private const int MostAsks = 32;

    private readonly Dictionary<FitAsk, KnownFits?> known = [];

    /// <summary>Null when the ask is new, or one of too many.</summary>
    public KnownFits? Of(FitAsk ask)
    {
        if (known.TryGetValue(ask, out var fits))
            return fits ?? (known[ask] = new KnownFits(rows));
        if (known.Count < MostAsks)
            known[ask] = null;
        return null;
    }

    /// <summary>What is used on a row is another now.</summary>
    public void Forget(int row)
    {
        foreach (var fits in known.Values)
            fits?.Forget(row);
    }
}
