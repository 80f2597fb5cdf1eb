namespace Nomad.Server.Plans;

/// <summary>When a node whose plans are rejected again and again is taken out of scheduling.</summary>
public sealed record PlanRejectionOptions
{
    public bool Enabled { get; init; }

    /// <summary>Rejections within <see cref="Window"/> that are one too many.</summary>
    public int Threshold { get; init; } = 100;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>
/// Counts by node the plans that did not hold there: a node of which servers and schedulers keep different views would be chosen, and refused, for
/// ever. Used by the plan applier only, one thread at a time.
/// </summary>
public sealed class PlanRejections(PlanRejectionOptions options)
{
    /// <summary>Nodes remembered before those whose time is over are looked for.</summary>
    private const int Many = 1024;

    private readonly Dictionary<string, Queue<DateTimeOffset>> byNode = new(StringComparer.Ordinal);

    /// <summary>Nodes that are remembered.</summary>
    public int Count => byNode.Count;

    /// <summary>Notes a rejection. True when it is one too many; the node's count begins anew then.</summary>
    public bool IsTooMany(string nodeId, DateTimeOffset now)
    {
        if (!options.Enabled || options.Threshold <= 0)
            return false;
        if (byNode.Count >= Many)
            foreach (var (other, times) in byNode.Where(own => own.Value.Last() <= now - options.Window).ToList())
                byNode.Remove(other);
        if (!byNode.TryGetValue(nodeId, out var seen))
            byNode[nodeId] = seen = new Queue<DateTimeOffset>();
        seen.Enqueue(now);
        while (seen.Peek() <= now - options.Window)
            seen.Dequeue();
        return seen.Count >= options.Threshold && byNode.Remove(nodeId);
    }
}
