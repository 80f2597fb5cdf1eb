namespace Nomad.Gossip.Membership;

/// <summary>Intents about nodes that are not known yet: the newest of each node, for a while.</summary>
internal sealed class IntentBuffer
{
    private readonly Dictionary<string, (bool Leave, ulong LTime, TimeSpan At)> intents = [];

    /// <summary>True if it is newer than what was known of that node.</summary>
    public bool Add(string node, bool leave, ulong time, TimeSpan now)
    {
        if (intents.TryGetValue(node, out var known) && known.LTime >= time)
        {
            return false;
        }

        intents[node] = (leave, time, now);
        return true;
    }

    /// <summary>The node has appeared: gives what was said of it.</summary>
    public (bool Leave, ulong LTime)? Take(string node) => intents.Remove(node, out var intent) ? (intent.Leave, intent.LTime) : null;

    public void DropOlderThan(TimeSpan time)
    {
        foreach (var name in intents.Where(item => item.Value.At < time).Select(item => item.Key).ToList())
        {
            intents.Remove(name);
        }
    }
}
