using Nomad.Rpc;

namespace Nomad.Agent.Http.Clients;

/// <summary>Finds the client that holds an allocation, or that runs a node (spec http-api §2.3, "Node-proxied rule").</summary>
internal sealed class ClientAccess(AgentServices services)
{
    /// <summary>The client of an allocation, found by its whole id.</summary>
    public IClientEndpoint Of(string allocationId)
    {
        if (services.Client is { } own && own.HasAllocation(allocationId))
            return own;
        if (allocationId.Length == 0)
            throw HttpFailure.BadRequest("must provide a valid alloc id");
        var allocation = services.Server?.State.Snapshot().Allocation(allocationId)
            ?? throw HttpFailure.NotFound($"Unknown allocation \"{allocationId}\"");
        return services.Client is { } client && client.NodeId == allocation.NodeID
            ? client : throw HttpFailure.NotFound("No path to node");
    }

    /// <summary>The client of the node named by <c>node_id</c>, else this agent's own.</summary>
    public IClientEndpoint OfNode(string nodeId)
    {
        if (services.Client is { } own && (nodeId.Length == 0 || own.NodeId == nodeId))
            return own;
        if (nodeId.Length == 0)
            throw HttpFailure.BadRequest("No local Node and node_id not provided");
        throw services.Server?.State.Snapshot().Node(nodeId) is null
            ? HttpFailure.NotFound($"Unknown node {nodeId}") : HttpFailure.NotFound("No path to node");
    }
}
