namespace Nomad.Agent.Composition;

/// <summary>
/// Gives back what garbage holds while the agent does little. The collector lets 64 MB come together before it looks (Directory.Build.props), which
/// a busy server is fast by; an idle one on somebody's machine has no use for them.
/// </summary>
internal sealed class IdleMemory : IAsyncDisposable
{
    /// <summary>Less than this allocated since the last look: the agent does little.</summary>
    private const long Quiet = 4 << 20;

    /// <summary>A collection is worth its milliseconds when so much was allocated since the one before.</summary>
    private const long Worth = 6 << 20;

    /// <summary>A larger heap is not compacted: that would halt the agent for longer than it may be silent.</summary>
    private const long LargestCompacted = 64 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ITimer timer;
    private long seen;
    private long collected;
    private int collections;

    public IdleMemory(TimeProvider time) => timer = time.CreateTimer(_ => Look(), null, Interval, Interval);

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    /// <summary>Whether to collect now. Pure.</summary>
    /// <param name="allocated">Bytes allocated since the look before.</param>
    /// <param name="uncollected">Bytes allocated since the last collection.</param>
    internal static bool IsDue(long allocated, long uncollected) => allocated < Quiet && uncollected >= Worth;

    private void Look()
    {
        var (now, happened) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        if (happened != collections)
            collected = seen;
        if (IsDue(now - seen, now - collected))
        {
            var heap = GC.GetGCMemoryInfo().HeapSizeBytes;
            if (heap <= LargestCompacted)
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            else
                GC.Collect(0);
            (now, happened) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
            collected = now;
        }
        (seen, collections) = (now, happened);
    }
}
