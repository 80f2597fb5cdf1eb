namespace Nomad.Gossip.Membership;

/// <summary>What is still to be told: fewest sends first, then the largest that fits, then the newest.</summary>
internal sealed class BroadcastQueue
{
    /// <summary>More than this is more than the pool can spread; the most sent go first.</summary>
    public const int MaxQueued = 4096;

    private readonly List<Broadcast> queue = [];
    private long order;

    public int Count => queue.Count;

    public void Add(byte[] message, string? key = null, TaskCompletionSource? sent = null)
    {
        if (key is not null)
        {
            foreach (var old in queue.Where(item => item.Key == key).ToList())
            {
                Drop(old);
            }
        }

        queue.Add(new Broadcast(message, key, sent) { Order = ++order });
        if (queue.Count > MaxQueued)
        {
            Drop(queue.MaxBy(item => item.Transmits)!);
        }
    }

    /// <summary>Messages that fit together, each counted with its overhead.</summary>
    public void Take(List<byte[]> target, ref int room, int overhead, int limit)
    {
        if (queue.Count == 0)
        {
            return;
        }

        queue.Sort((a, b) => a.Transmits != b.Transmits ? a.Transmits.CompareTo(b.Transmits)
            : a.Message.Length != b.Message.Length ? b.Message.Length.CompareTo(a.Message.Length)
            : b.Order.CompareTo(a.Order));
        foreach (var item in queue.ToList())
        {
            if (item.Message.Length + overhead > room || target.Count >= byte.MaxValue)
            {
                continue;
            }

            target.Add(item.Message);
            room -= item.Message.Length + overhead;
            if (++item.Transmits >= limit)
            {
                Drop(item);
            }
        }
    }

    private void Drop(Broadcast item)
    {
        queue.Remove(item);
        item.Sent?.TrySetResult();
    }
}
