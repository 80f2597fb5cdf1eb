using System.Collections.Concurrent;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;

namespace Nomad.Client.Tests.Allocations;

/// <summary>Servers in memory: they remember nodes, hand out the allocations a test places, and merge what clients report.</summary>
internal sealed class Servers : INodeEndpoint
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Allocation> wanted = [];
    private readonly ConcurrentQueue<string> registered = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong index = 1;

    public ConcurrentDictionary<string, Allocation> Reports { get; } = new();

    public Node? Node { get; private set; }

    public string Status { get; private set; } = "";

    /// <summary>Names of the nodes that registered, oldest first.</summary>
    public IEnumerable<string> Registered => registered;

    public int SignsOfLife { get; private set; }

    /// <summary>Whether nobody hears signs of life.</summary>
    public bool IsOutOfReach { get; set; }

    /// <summary>Whether they have given the node up and ask how its allocations are.</summary>
    public bool AwaitReports { get; set; }

    /// <summary>Thrown once by the next question for allocations.</summary>
    public Exception? Fault { get; set; }

    public void Place(Allocation allocation) => Change(() => wanted[allocation.ID] = allocation with { AllocModifyIndex = index });

    /// <summary>Forgets all allocations but one.</summary>
    public void KeepOnly(string id) => Change(() =>
    {
        foreach (var other in wanted.Keys.Where(key => key != id).ToArray())
            wanted.Remove(other);
    });

    private void Change(Action change)
    {
        lock (gate)
        {
            index++;
            change();
            var old = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            old.SetResult();
        }
    }

    public Task<NodeUpdateResponse> RegisterAsync(Node node, CancellationToken cancel)
    {
        Node = node;
        registered.Enqueue(node.Name);
        return Task.FromResult(new NodeUpdateResponse { HeartbeatTTL = Duration.FromSeconds(20) });
    }

    public Task<NodeUpdateResponse> HeartbeatAsync(NodeHeartbeat heartbeat, CancellationToken cancel)
    {
        if (IsOutOfReach)
            throw new NoServersException();
        Status = heartbeat.Status;
        SignsOfLife++;
        return Task.FromResult(new NodeUpdateResponse { HeartbeatTTL = Duration.FromSeconds(20), AwaitsReports = AwaitReports });
    }

    public async Task<NodeAllocations> WaitForAllocationsAsync(NodeAllocationsQuery query, CancellationToken cancel)
    {
        while (true)
        {
            Task news;
            lock (gate)
            {
                if (Fault is { } fault)
                {
                    Fault = null;
                    throw fault;
                }
                if (index > query.MinIndex)
                    return new NodeAllocations(index, [.. wanted.Values]);
                news = changed.Task;
            }
            await news.WaitAsync(cancel);
        }
    }

    public Task<ulong> UpdateAllocationsAsync(NodeAllocationUpdates updates, CancellationToken cancel)
    {
        foreach (var report in updates.Allocations)
            Reports[report.ID] = report;
        return Task.FromResult(index);
    }

    public Task<ulong> EmitEventsAsync(string nodeId, IReadOnlyList<NodeEvent> events, CancellationToken cancel) => Task.FromResult(index);

    public Task<NodeUpdateResponse> DeregisterAsync(string nodeId, string secretId, CancellationToken cancel) => Task.FromResult(new NodeUpdateResponse());

    public Task<Allocation?> FindAllocationAsync(string allocationId, CancellationToken cancel) => Task.FromResult(Reports.GetValueOrDefault(allocationId));
}
