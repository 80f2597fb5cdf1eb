using Nomad.Client.Stats;
using Nomad.Model.Logging;

namespace Nomad.Client.GarbageCollection;

/// <summary>
/// Removes finished allocations, oldest first, while the node is over a limit: at every interval, and when told that something
/// changed. Removing is left to the port; thread safe.
/// </summary>
public sealed class GarbageCollector(GarbageLimits limits, ICollectable allocations, string allocDir, TimeProvider time, ILog log)
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(limits.Interval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
            await CollectAsync(cancellation);
    }

    /// <summary>Removes what the limits ask for, now.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var finished = new Queue<string>(allocations.FinishedOldestFirst().Where(allocations.IsTold));
            while (finished.Count > 0 && Reason(going: 0) is not null)
            {
                var batch = new List<Task>();
                // Those on their way no longer count: no more go than have to.
                while (batch.Count < limits.ParallelDestroys && Reason(batch.Count) is { } reason && finished.TryDequeue(out var id))
                {
                    log.Info($"marking allocation for garbage collection: alloc_id={id} reason=\"{reason}\"");
                    batch.Add(RemoveAsync(id, cancellation));
                }
                await Task.WhenAll(batch);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes every finished allocation, whatever the limits say.</summary>
    public async Task CollectAllAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            foreach (var ids in allocations.FinishedOldestFirst().Chunk(limits.ParallelDestroys))
                await Task.WhenAll(ids.Select(id => RemoveAsync(id, cancellation)));
        }
        finally
        {
            turn.Release();
        }
    }

    // One that cannot be removed must not keep the others, or the next turn, from going.
    private async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await allocations.CollectAsync(id, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error($"failed to collect allocation: alloc_id={id} error=\"{problem.Message}\"");
        }
    }

    private string? Reason(int going)
    {
        var space = DiskSpace.Of(allocDir);
        return GarbageJudge.Reason(limits, space?.UsedPercent ?? 0, space?.InodesUsedPercent ?? 0, allocations.Count - going);
    }
}

/// <summary>The allocations of a node as the garbage collector sees them.</summary>
public interface ICollectable
{
    /// <summary>All that have a folder, running ones included.</summary>
    int Count { get; }

    IReadOnlyList<string> FinishedOldestFirst();

    /// <summary>Whether the servers know how it ended; without that they would have it run again.</summary>
    bool IsTold(string allocId);

    /// <summary>Removes folder and state, once the servers know how it ended; no effect when it is gone already.</summary>
    Task CollectAsync(string allocId, CancellationToken cancellation);
}
