using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server;

namespace Nomad.Agent.Peers;

/// <summary>A client beside a server: while that server leads, calls stay in the process; otherwise they go to the leader.</summary>
internal sealed class NearestServers(ServerAgent own, INodeEndpoint others) : INodeEndpoint
{
    private INodeEndpoint Best => own.IsLeader ? own.Nodes : others;

    public Task<NodeUpdateResponse> RegisterAsync(Node node, CancellationToken cancel) => Best.RegisterAsync(node, cancel);

    public Task<NodeUpdateResponse> HeartbeatAsync(NodeHeartbeat heartbeat, CancellationToken cancel) => Best.HeartbeatAsync(heartbeat, cancel);

    public Task<NodeAllocations> WaitForAllocationsAsync(NodeAllocationsQuery query, CancellationToken cancel) => Best.WaitForAllocationsAsync(query, cancel);

    public Task<ulong> UpdateAllocationsAsync(NodeAllocationUpdates updates, CancellationToken cancel) => Best.UpdateAllocationsAsync(updates, cancel);

    public Task<ulong> EmitEventsAsync(string nodeId, IReadOnlyList<NodeEvent> events, CancellationToken cancel) => Best.EmitEventsAsync(nodeId, events, cancel);

    public Task<NodeUpdateResponse> DeregisterAsync(string nodeId, string secretId, CancellationToken cancel) => Best.DeregisterAsync(nodeId, secretId, cancel);

    public Task<Allocation?> FindAllocationAsync(string allocationId, CancellationToken cancel) => Best.FindAllocationAsync(allocationId, cancel);
}
