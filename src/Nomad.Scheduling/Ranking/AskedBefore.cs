namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Which asks evaluations have had of late: what is worked out for one is kept only when it comes again. May take one for another and forget one, which costs
/// a little time. Safe for any number of threads.
/// </summary>
internal sealed class AskedBefore
{
    private const int Places = 256;

    private readonly int[] asks = new int[Places];

    /// <summary>Whether the ask came before; from now on it has.</summary>
    public bool Note(FitAsk ask)
    {
        var hash = ask.GetHashCode();
        ref var place = ref asks[ask.PlaceOf(Places)];
        if (place == hash)
            return true;
        place = hash;
        return false;
    }
}
