using Nomad.Client.LocalState;
using Nomad.Client.Registration;
using Nomad.Model.Allocations;
using Nomad.Model.Logging;
using Nomad.Rpc;

namespace Nomad.Client.Allocations;

/// <summary>Follows what the servers want this node to run, by one blocking question after another.</summary>
public sealed class AllocWatcher(INodeEndpoint servers, NodeIdentity identity, IAllocSink sink, TimeProvider time, ILog log)
{
    /// <summary>How long servers hold the question when nothing changes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Raised each time the servers refuse this node's identity, so that it registers again.</summary>
    public required Action Refused { get; init; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (index, backoff) = (0UL, new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30)));
        var versions = new Dictionary<string, ulong>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                var answer = await servers.WaitForAllocationsAsync(new NodeAllocationsQuery(identity.Id, identity.Secret, index, Patience), cancellation);
                backoff.Reset();
                if (answer.Index == index && index > 0)
                    continue;
                // A smaller index means that the servers were restored from a snapshot; its allocations count all the same.
                index = answer.Index;
                log.Debug($"updated allocations: index={index} total={answer.Allocations.Count}");
                await ApplyAsync(answer.Allocations, versions);
            }
            catch (RpcException problem)
            {
                log.Warn($"error querying node allocations: {problem.Message}");
                if (problem is not NoServersException)
                    Refused();
                await Task.Delay(backoff.Next(Random.Shared.NextDouble()), time, cancellation);
            }
        }
    }

    private async Task ApplyAsync(IReadOnlyList<Allocation> wanted, Dictionary<string, ulong> versions)
    {
        var ids = wanted.Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);
        var gone = versions.Keys.Where(id => !ids.Contains(id)).ToArray();
        foreach (var id in gone)
            versions.Remove(id);
        await sink.KeepOnlyAsync(ids);
        var (added, updated) = (0, 0);
        foreach (var alloc in wanted)
        {
            var known = versions.TryGetValue(alloc.ID, out var seen);
            if (!known || seen != alloc.AllocModifyIndex)
            {
                (added, updated) = known ? (added, updated + 1) : (added + 1, updated);
                versions[alloc.ID] = alloc.AllocModifyIndex;
                await sink.ApplyAsync(alloc);
            }
            sink.Compare(alloc);
        }
        log.Debug($"allocation updates: added={added} removed={gone.Length} updated={updated} ignored={wanted.Count - added - updated}");
    }
}

/// <summary>Who runs allocations on this node. Called by one watcher, one call at a time; each call returns quickly.</summary>
public interface IAllocSink
{
    /// <summary>A new allocation, or news of a known one.</summary>
    ValueTask ApplyAsync(Allocation allocation);

    /// <summary>Has servers told again how an allocation is when they take it for something else than they were told.</summary>
    void Compare(Allocation allocation);

    /// <summary>Stops and removes every allocation the servers have forgotten.</summary>
    ValueTask KeepOnlyAsync(IReadOnlySet<string> allocIds);
}
