namespace Nomad.Gossip.Membership;

/// <summary>What is still to be told: fewest sends first, then the largest that fits, then the newest.</summary>
internal sealed class BroadcastQueue
{
    /// <summary>More than this is more than the pool can spread; the most sent go first.</summary>
    public const int MaxQueued = 4096;

    /// <summary>Messages that do not fit any more before a packet counts as full: a long queue is not searched for the last few bytes.</summary>
    private const int MaxMisses = 64;

    private readonly SortedSet<Broadcast> queue = new(Comparer<Broadcast>.Create(Compare));
    private readonly Dictionary<string, Broadcast> keyed = new(StringComparer.Ordinal);
    private long order;

    public int Count => queue.Count;

    public void Add(byte[] message, string? key = null, TaskCompletionSource? sent = null)
    {
        if (key is not null && keyed.TryGetValue(key, out var old))
        {
            Drop(old);
        }

        var item = new Broadcast(message, key, sent) { Order = ++order };
        queue.Add(item);
        if (key is not null)
        {
            keyed[key] = item;
        }

        if (queue.Count > MaxQueued)
        {
            Drop(queue.Max!);
        }
    }

    /// <summary>Messages that fit together, each counted with its overhead.</summary>
    public void Take(List<byte[]> target, ref int room, int overhead, int limit)
    {
        if (queue.Count == 0)
        {
            return;
        }

        var taken = new List<Broadcast>();
        var misses = 0;
        foreach (var item in queue)
        {
            if (item.Message.Length + overhead > room || target.Count >= byte.MaxValue)
            {
                if (++misses == MaxMisses)
                {
                    break;
                }

                continue;
            }

            target.Add(item.Message);
            room -= item.Message.Length + overhead;
            taken.Add(item);
        }

        foreach (var item in taken)
        {
            // Its place depends on how often it was sent.
            queue.Remove(item);
            if (++item.Transmits >= limit)
            {
                Drop(item);
            }
            else
            {
                queue.Add(item);
            }
        }
    }

    private static int Compare(Broadcast a, Broadcast b) => a.Transmits != b.Transmits ? a.Transmits.CompareTo(b.Transmits)
        : a.Message.Length != b.Message.Length ? b.Message.Length.CompareTo(a.Message.Length)
        : b.Order.CompareTo(a.Order);

    private void Drop(Broadcast item)
    {
        queue.Remove(item);
        if (item.Key is { } key && keyed.GetValueOrDefault(key) == item)
        {
            keyed.Remove(key);
        }

        item.Sent?.TrySetResult();
    }
}
