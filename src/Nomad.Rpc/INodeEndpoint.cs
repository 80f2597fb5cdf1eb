using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;

namespace Nomad.Rpc;

/// <summary>
/// What a client asks of the servers. Safe for any number of threads. Every call may fail with
/// <see cref="RpcException"/> (the servers refuse) or <see cref="NoServersException"/> (nobody answers: retry later).
/// </summary>
public interface INodeEndpoint
{
    /// <summary>
    /// Announces or refreshes the node. <see cref="Node.ID"/> and <see cref="Node.SecretID"/> must be set; a secret other than
    /// the first one is refused. The answer says how often to call <see cref="HeartbeatAsync"/>.
    /// </summary>
    Task<NodeUpdateResponse> RegisterAsync(Node node, CancellationToken cancel);

    /// <summary>Says the node lives and how it is (<c>initializing</c>, <c>ready</c>, <c>down</c>); renews its time to live.</summary>
    Task<NodeUpdateResponse> HeartbeatAsync(NodeHeartbeat heartbeat, CancellationToken cancel);

    /// <summary>
    /// Waits until what the node should run differs from what <paramref name="query"/> saw, at most
    /// <see cref="NodeAllocationsQuery.Wait"/>. Answers every allocation of the node that servers still remember, with its job.
    /// </summary>
    Task<NodeAllocations> WaitForAllocationsAsync(NodeAllocationsQuery query, CancellationToken cancel);

    /// <summary>Reports how allocations are doing. Only what a client owns is taken (status, task states, network, health).</summary>
    Task<ulong> UpdateAllocationsAsync(NodeAllocationUpdates updates, CancellationToken cancel);

    /// <summary>Adds events (driver health and the like) to the node's short history.</summary>
    Task<ulong> EmitEventsAsync(string nodeId, IReadOnlyList<NodeEvent> events, CancellationToken cancel);

    /// <summary>Removes the node; its allocations are replaced elsewhere.</summary>
    Task<NodeUpdateResponse> DeregisterAsync(string nodeId, string secretId, CancellationToken cancel);

    /// <summary>One allocation whole, to follow a predecessor when its disk is to be moved; null when unknown.</summary>
    Task<Allocation?> FindAllocationAsync(string allocationId, CancellationToken cancel);
}
