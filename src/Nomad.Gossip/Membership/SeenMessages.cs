namespace Nomad.Gossip.Membership;

/// <summary>Remembers events or queries of the last 512 logical times, so that each is passed on once.</summary>
internal sealed class SeenMessages
{
    private const ulong Slots = 512;

    private readonly Dictionary<ulong, (ulong LTime, HashSet<string> Keys)> slots = [];

    /// <summary>What is older is no news: an earlier run saw it.</summary>
    public ulong MinTime { get; set; }

    /// <summary>True the first time; false for repeats and for what is too old to know.</summary>
    public bool IsNew(ulong time, string key, ulong clock)
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

        return seen.LTime == time && seen.Keys.Add(key);
    }
}
