namespace Nomad.Server.Heartbeats;

/// <summary>When each node must have been heard of again: a wheel of ticks, so that a sign of life costs the same for any number of nodes.</summary>
internal sealed class HeartbeatWheel
{
    /// <summary>How exact the wheel is.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> dueOf = [];
    private readonly SortedDictionary<long, HashSet<string>> due = [];

    public int Count
    {
        get
        {
            lock (gate)
                return dueOf.Count;
        }
    }

    public void Set(string nodeId, DateTimeOffset deadline)
    {
        var tick = deadline.UtcTicks / Tick.Ticks + 1;
        lock (gate)
        {
            Take(nodeId);
            dueOf[nodeId] = tick;
            if (!due.TryGetValue(tick, out var slot))
                due[tick] = slot = [];
            slot.Add(nodeId);
        }
    }

    public bool Has(string nodeId)
    {
        lock (gate)
            return dueOf.ContainsKey(nodeId);
    }

    public void Remove(string nodeId)
    {
        lock (gate)
            Take(nodeId);
    }

    public void Clear()
    {
        lock (gate)
        {
            dueOf.Clear();
            due.Clear();
        }
    }

    /// <summary>Takes out the nodes whose time is up, in a fixed order.</summary>
    public IReadOnlyList<string> TakeDue(DateTimeOffset now)
    {
        var tick = now.UtcTicks / Tick.Ticks;
        var taken = new List<string>();
        lock (gate)
        {
            while (due.Count > 0 && due.First() is var (slotTick, slot) && slotTick <= tick)
            {
                due.Remove(slotTick);
                taken.AddRange(slot.Order(StringComparer.Ordinal));
                foreach (var id in slot)
                    dueOf.Remove(id);
            }
        }
        return taken;
    }

    private void Take(string nodeId)
    {
        if (!dueOf.Remove(nodeId, out var tick) || !due.TryGetValue(tick, out var slot))
            return;
        slot.Remove(nodeId);
        if (slot.Count == 0)
            due.Remove(tick);
    }
}
