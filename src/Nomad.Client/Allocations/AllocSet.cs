using System.Collections.Concurrent;
using Nomad.Client.Allocations.Hooks;
using Nomad.Client.GarbageCollection;
using Nomad.Client.LocalState;
using Nomad.Client.Tasks;
using Nomad.Model.Allocations;
using Nomad.Model.Logging;

namespace Nomad.Client.Allocations;

/// <summary>All allocations of this node: the one place that creates and removes runners. Reading is safe from any thread.</summary>
public sealed class AllocSet(ClientShared shared, UpdateBatch updates) : IAllocSink, ICollectable
{
    /// <summary>How long a removal waits for the servers to hear the last news.</summary>
    private static readonly TimeSpan ToldPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, AllocRunner> runners = new(StringComparer.Ordinal);
    private readonly ILog log = shared.Log.For("client");
    private readonly Lock gate = new();

    // Under the gate: nothing begins any more, so that what ends all of it leaves nothing behind.
    private bool closed;

    public int Count => runners.Count;

    public IEnumerable<AllocRunner> All => runners.Values;

    /// <summary>Called when there is one more: there may be too many now.</summary>
    public Action Added { get; set; } = () => { };

    public AllocRunner? Find(string allocId) => runners.GetValueOrDefault(allocId);

    /// <summary>Takes up everything an earlier agent left. Allocations that cannot be understood any more are dropped with a word.</summary>
    public void Restore(IReadOnlyList<StoredAllocation> stored)
    {
        foreach (var each in stored)
            Begin(each.Allocation, runner => runner.Restore(each));
    }

    public async ValueTask ApplyAsync(Allocation allocation)
    {
        if (Find(allocation.ID) is { } known)
        {
            await shared.Store.PutAllocationAsync(allocation);
            known.Update(allocation);
            return;
        }
        // What comes while this agent ends is for the next one.
        if (closed || AllocStatus.IsTerminal(allocation.ClientStatus))
            return;
        // To be stopped before this agent ever saw it: nothing to run, nothing to clean, but the servers wait for its end.
        if (allocation.DesiredStatus is AllocDesiredStatus.Stop or AllocDesiredStatus.Evict)
        {
            // Whatever they acknowledged of it before, they take it for running: they may have been given an older state.
            updates.Doubt(allocation.ID, allocation.ClientStatus);
            updates.Post(Ended(allocation, AllocClientStatus.Complete, "Not on this client when it was to be stopped"));
            return;
        }
        await shared.Store.PutAllocationAsync(allocation);
        Begin(allocation, _ => { });
        Added();
    }

    // What is lost to the servers is over, whatever became of it here.
    public void Compare(Allocation allocation)
    {
        var goesOn = allocation.DesiredStatus == AllocDesiredStatus.Run || !AllocStatus.IsTerminal(allocation.ClientStatus);
        if (goesOn && allocation.ClientStatus != AllocClientStatus.Lost && Find(allocation.ID) is { } known
            && updates.Doubt(allocation.ID, allocation.ClientStatus))
            known.Tell();
    }

    /// <summary>Has the servers told again how everything is that goes on: they may have thought it out of reach.</summary>
    public void TellAgain()
    {
        foreach (var runner in runners.Values.Where(runner => !runner.IsTerminal))
        {
            updates.Doubt(runner.Id);
            runner.Tell();
        }
    }

    public ValueTask KeepOnlyAsync(IReadOnlySet<string> allocIds)
    {
        foreach (var id in runners.Keys.Where(id => !allocIds.Contains(id)))
            _ = RemoveQuietlyAsync(id);
        updates.KeepOnly(allocIds);
        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<string> FinishedOldestFirst() =>
        [.. runners.Values.Where(runner => runner.IsTerminal)
            .OrderBy(runner => runner.FinishedAt).ThenBy(runner => runner.Id, StringComparer.Ordinal).Select(runner => runner.Id)];

    public bool IsTold(string allocId) => !updates.HasNewsOf(allocId);

    public async Task CollectAsync(string allocId, CancellationToken cancellation)
    {
        try
        {
            await updates.WaitUntilToldAsync(allocId, cancellation).WaitAsync(ToldPatience, shared.Time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new IOException($"allocation {allocId} stays until the servers know how it ended; they do not answer now");
        }
        await RemoveAsync(allocId, cancellation);
    }

    private async Task RemoveAsync(string allocId, CancellationToken cancellation)
    {
        if (Find(allocId) is not { } runner)
            return;
        await runner.DestroyAsync().WaitAsync(cancellation);
        runners.TryRemove(allocId, out _);
        updates.Forget(allocId);
        await shared.Store.RemoveAllocationAsync(allocId);
    }

    /// <summary>Ends all tasks and waits. Nothing begins afterwards, whatever the servers want.</summary>
    public Task DestroyAllAsync()
    {
        Close();
        return Task.WhenAll(runners.Keys.Select(RemoveQuietlyAsync));
    }

    /// <summary>Lets go of all tasks without ending them. Nothing begins afterwards.</summary>
    public Task DetachAllAsync()
    {
        Close();
        return Task.WhenAll(runners.Values.Select(runner => runner.DetachAsync()));
    }

    private void Close()
    {
        lock (gate)
            closed = true;
    }

    private async Task RemoveQuietlyAsync(string allocId)
    {
        try
        {
            await RemoveAsync(allocId, CancellationToken.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error($"failed to remove allocation folder: alloc_id={allocId} error=\"{problem.Message}\"");
        }
    }

    private void Begin(Allocation allocation, Action<AllocRunner> prepare)
    {
        try
        {
            var previous = allocation.PreviousAllocation.Length > 0 ? Find(allocation.PreviousAllocation) : null;
            var runner = new AllocRunner(allocation, shared, previous, updates.Post);
            prepare(runner);
            lock (gate)
            {
                if (closed)
                    return;
                runners[allocation.ID] = runner;
                runner.Start();
            }
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            log.Error($"error adding alloc: alloc_id={allocation.ID} error=\"{problem.Message}\"");
            updates.Post(Ended(allocation, AllocClientStatus.Failed, problem.Message));
            _ = shared.Store.RemoveAllocationAsync(allocation.ID).AsTask();
        }
    }

    /// <summary>What the servers are told of one that has no runner here.</summary>
    private static Allocation Ended(Allocation allocation, string status, string description) => new()
    {
        ID = allocation.ID, Namespace = allocation.Namespace, JobID = allocation.JobID, NodeID = allocation.NodeID, TaskGroup = allocation.TaskGroup,
        ClientStatus = status, ClientDescription = description,
    };
}
