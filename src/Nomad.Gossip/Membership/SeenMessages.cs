namespace Nomad.Gossip.Membership;

/// <summary>Remembers events or queries of the last 512 logical times, so that each is passed on once, and what they were.</summary>
internal sealed class SeenMessages<T>
{
    private const ulong Slots = 512;

    /// <summary>Of one logical time; who sends more at once is not heard.</summary>
    private const int MostAtOnce = 32;

    private readonly Dictionary<ulong, (ulong LTime, Dictionary<string, T> Items)> slots = [];

    /// <summary>What is older is no news: an earlier run saw it.</summary>
    public ulong MinTime { get; set; }

    /// <summary>All that is remembered, in the order of its logical times.</summary>
    public IEnumerable<T> Items => slots.Values.OrderBy(slot => slot.LTime).SelectMany(slot => slot.Items.Values);

    /// <summary>True the first time; false for repeats and for what is too old to know.</summary>
    public bool IsNew(ulong time, string key, T item, ulong clock)
    {
        if (time < MinTime || clock > Slots && time < clock - Slots)
        {
            return false;
        }

        var slot = time % Slots;
        if (!slots.TryGetValue(slot, out var seen) || seen.LTime < time)
        {
            seen = slots[slot] = (time, []);
        }

        return seen.LTime == time && seen.Items.Count < MostAtOnce && seen.Items.TryAdd(key, item);
    }
}
