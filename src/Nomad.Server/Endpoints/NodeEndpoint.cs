using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Heartbeats;
using Nomad.Server.State;
using Nomad.Server.State.Writing;

namespace Nomad.Server.Endpoints;

/// <summary>What clients and operators do with nodes. Safe for any number of threads.</summary>
public sealed class NodeEndpoint : INodeEndpoint
{
    /// <summary>The longest a client's question for its allocations waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly ServerContext context;
    private readonly AllocationReports reports;

    internal NodeEndpoint(ServerContext context)
    {
        this.context = context;
        reports = new AllocationReports(context);
    }

    public async Task<NodeUpdateResponse> RegisterAsync(Node node, CancellationToken cancel)
    {
        if (node.ID.Length == 0)
            throw new RpcException("missing node ID for client registration");
        if (!Guid.TryParseExact(node.ID, "D", out _))
            throw RpcException.BadRequest($"invalid node ID \"{node.ID}\": it must be a UUID");
        if (node.Datacenter.Length == 0)
            throw new RpcException("missing datacenter for client registration");
        if (node.Name.Length == 0)
            throw new RpcException("missing node name for client registration");
        if (node.SecretID.Length == 0)
            throw new RpcException("missing node secret ID for client registration");
        var known = context.State.Snapshot();
        var before = known.Node(node.ID);
        var pooled = node with { NodePool = node.NodePool.Length > 0 ? node.NodePool : StateDefaults.NodePool };
        var wanted = pooled with
        {
            ComputedClass = ComputedClass.Of(pooled),
            Status = node.Status is NodeStatus.Ready or NodeStatus.Down ? before is null ? node.Status : Accepted(known, before, node.Status) : NodeStatus.Initializing,
        };
        var commit = await context.Proposer.ProposeAsync(new RegisterNode(wanted, context.Ports.NowNanoseconds), cancel);
        var registered = wanted with { ModifyIndex = commit.Index };
        var evaluations = Matters(before?.Status ?? NodeStatus.Initializing, wanted.Status) || ClassChanged(before, wanted)
            ? await EvaluateAsync(NodeEvaluations.For(context.State.Snapshot(), registered, context.Ports), cancel)
            // System jobs may run there now; what runs there already goes on.
            : before is not null && wanted.Status == NodeStatus.Ready && NodeOffer.Differs(before, wanted)
            ? await EvaluateAsync(NodeEvaluations.ForSystemJobs(context.State.Snapshot(), registered, context.Ports), cancel) : ([], 0);
        return Answer(node.ID, commit.Index, evaluations) with { NodeModifyIndex = commit.Index };
    }

    public async Task<NodeUpdateResponse> HeartbeatAsync(NodeHeartbeat heartbeat, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var node = Authenticated(state, heartbeat.NodeId, heartbeat.SecretId);
        if (heartbeat.Status is not (NodeStatus.Initializing or NodeStatus.Ready or NodeStatus.Down))
            throw new RpcException("invalid status for node");
        var status = Accepted(state, node, heartbeat.Status);
        var awaitsReports = status != heartbeat.Status;
        if (status == node.Status)
            return Answer(node.ID, state.Index, ([], 0)) with { NodeModifyIndex = node.ModifyIndex, AwaitsReports = awaitsReports };
        var cameBack = node.Status == NodeStatus.Down && status != NodeStatus.Down;
        var evaluations = Matters(node.Status, status) ? NodeEvaluations.For(state, node, context.Ports) : [];
        var commit = await context.Proposer.ProposeAsync(new SetNodeStatus(node.ID, status, cameBack ? new NodeEvent
        {
            Message = NodeEventMessages.NodeReregisteredByHeartbeat,
            Subsystem = NodeEventSubsystems.Cluster,
            Timestamp = context.Ports.Now,
        } : null, evaluations, context.Ports.NowNanoseconds), cancel);
        if (status == NodeStatus.Down)
            context.Heartbeats.Forget(node.ID);
        return Answer(node.ID, commit.Index, (evaluations, commit.Index)) with { NodeModifyIndex = commit.Index, AwaitsReports = awaitsReports };
    }

    public async Task<NodeAllocations> WaitForAllocationsAsync(NodeAllocationsQuery query, CancellationToken cancel)
    {
        Authenticated(context.State.Snapshot(), query.NodeId, query.SecretId);
        var wait = query.Wait > LongestWait ? LongestWait : query.Wait;
        (ulong, IReadOnlyList<Allocation>) Own(StateSnapshot state)
        {
            var own = state.AllocationsOfNode(query.NodeId).ToList();
            return (own.Count == 0 ? state.TableIndex(StateTable.Allocations) : Math.Max(own.Max(alloc => alloc.ModifyIndex), state.LastLossOf(query.NodeId)), own);
        }
        await context.State.QueryAsync(query.MinIndex, wait, [Watch.AllocationsOfNode(query.NodeId)], Own, cancel);
        // Clients end what the answer lacks: a server that lost the lead without knowing it yet, or does not know all of it yet, must not say it.
        await context.Proposer.ConfirmAsync(cancel);
        var (index, allocations) = Own(context.State.Snapshot());
        return new NodeAllocations(index, allocations);
    }

    public Task<ulong> UpdateAllocationsAsync(NodeAllocationUpdates updates, CancellationToken cancel)
    {
        var node = Authenticated(context.State.Snapshot(), updates.NodeId, updates.SecretId);
        // It first shows itself: what it says of its work while nobody counts on it would be taken back at once.
        if (node.Status == NodeStatus.Disconnected)
            throw new RpcException($"node {node.ID} is not allowed to update allocs while in status {node.Status}");
        return reports.AddAsync(updates.NodeId, updates.Allocations, cancel);
    }

    public async Task<ulong> EmitEventsAsync(string nodeId, IReadOnlyList<NodeEvent> events, CancellationToken cancel)
    {
        if (events.Count == 0)
            throw new RpcException("no event to emit; node event map empty");
        var commit = await context.Proposer.ProposeAsync(
            new AddNodeEvents(new Dictionary<string, IReadOnlyList<NodeEvent>> { [nodeId] = events }), cancel);
        return commit.Index;
    }

    public Task<NodeUpdateResponse> DeregisterAsync(string nodeId, string secretId, CancellationToken cancel)
    {
        Authenticated(context.State.Snapshot(), nodeId, secretId);
        return PurgeAsync(nodeId, cancel);
    }

    public Task<Allocation?> FindAllocationAsync(string allocationId, CancellationToken cancel) =>
        Task.FromResult(context.State.Snapshot().Allocation(allocationId));

    /// <summary>Forgets a node; its allocations are replaced elsewhere.</summary>
    public async Task<NodeUpdateResponse> PurgeAsync(string nodeId, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var node = Known(state, nodeId);
        var evaluations = NodeEvaluations.For(state, node, context.Ports);
        var commit = await context.Proposer.ProposeAsync(new DeregisterNodes([nodeId], evaluations), cancel);
        context.Heartbeats.Forget(nodeId);
        return new NodeUpdateResponse
        {
            EvalIDs = [.. evaluations.Select(eval => eval.ID)],
            EvalCreateIndex = evaluations.Count > 0 ? commit.Index : 0,
            NodeModifyIndex = commit.Index,
            Index = commit.Index,
        };
    }

    /// <summary>Has every job of the node looked at again.</summary>
    public async Task<NodeUpdateResponse> EvaluateAsync(string nodeId, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var node = Known(state, nodeId);
        var (evaluations, index) = await EvaluateAsync(NodeEvaluations.For(state, node, context.Ports), cancel);
        return new NodeUpdateResponse
        {
            EvalIDs = [.. evaluations.Select(eval => eval.ID)],
            EvalCreateIndex = index,
            NodeModifyIndex = node.ModifyIndex,
            LeaderRPCAddr = context.Options.RpcAddress,
            NumNodes = state.NodeCount,
            Servers = [.. Servers()],
            Index = Math.Max(index, state.Index),
        };
    }

    /// <summary>Starts, changes or (null <paramref name="spec"/>) ends a drain.</summary>
    public async Task<NodeDrainUpdateResponse> DrainAsync(
        string nodeId, DrainSpec? spec, bool markEligible, IReadOnlyDictionary<string, string>? meta, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var node = Known(state, nodeId);
        var now = context.Ports.Now;
        var strategy = spec is null ? null : new DrainStrategy
        {
            Deadline = spec.Deadline,
            IgnoreSystemJobs = spec.IgnoreSystemJobs,
            StartedAt = now,
            ForceDeadline = spec.Deadline.Nanoseconds > 0 ? now + spec.Deadline.ToTimeSpan() : default,
        };
        // A drain that has ended, or never was, is not ended again.
        var message = spec is null ? node.DrainStrategy is null ? null : NodeEventMessages.NodeDrainDisabled
            : node.DrainStrategy is null ? NodeEventMessages.NodeDrainStrategySet : NodeEventMessages.NodeDrainStrategyUpdated;
        var evaluations = spec is null ? NodeEvaluations.ForSystemJobs(state, node, context.Ports) : [];
        var drain = new NodeDrain(nodeId, strategy, markEligible, DrainStatus.Canceled, message is null ? null : new NodeEvent
        {
            Message = message, Subsystem = NodeEventSubsystems.Drain, Timestamp = now,
        })
        { Meta = meta };
        var commit = await context.Proposer.ProposeAsync(new SetNodeDrain([drain], evaluations, now.UnixNanoseconds()), cancel);
        return new NodeDrainUpdateResponse
        {
            NodeModifyIndex = commit.Index,
            EvalIDs = Ids(evaluations),
            EvalCreateIndex = evaluations.Count > 0 ? commit.Index : 0,
            Index = commit.Index,
        };
    }

    /// <summary>Lets placements onto a node, or not.</summary>
    public async Task<NodeEligibilityUpdateResponse> SetEligibilityAsync(string nodeId, string eligibility, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        var node = Known(state, nodeId);
        if (eligibility is not (NodeEligibility.Eligible or NodeEligibility.Ineligible))
            throw new RpcException($"invalid scheduling eligibility \"{eligibility}\"");
        if (node.DrainStrategy is not null && eligibility == NodeEligibility.Eligible)
            throw new RpcException(NodeWrites.OpensDrain);
        if (node.SchedulingEligibility == eligibility)
        {
            // Who does not lead any more, or does not know all of it yet, must not say that there is nothing to do.
            await context.Proposer.ConfirmAsync(cancel);
            state = context.State.Snapshot();
            node = Known(state, nodeId);
            if (node.SchedulingEligibility == eligibility)
                return new NodeEligibilityUpdateResponse { NodeModifyIndex = node.ModifyIndex, Index = state.Index };
        }
        var isEligible = eligibility == NodeEligibility.Eligible;
        var evaluations = isEligible ? NodeEvaluations.ForSystemJobs(state, node, context.Ports) : [];
        var commit = await context.Proposer.ProposeAsync(new SetNodeEligibility(nodeId, eligibility, new NodeEvent
        {
            Message = isEligible ? NodeEventMessages.NodeMarkedAsEligibleForScheduling : NodeEventMessages.NodeMarkedAsIneligibleForScheduling,
            Subsystem = NodeEventSubsystems.Cluster,
            Timestamp = context.Ports.Now,
        }, evaluations), cancel);
        return new NodeEligibilityUpdateResponse
        {
            NodeModifyIndex = commit.Index,
            EvalIDs = Ids(evaluations),
            EvalCreateIndex = evaluations.Count > 0 ? commit.Index : 0,
            Index = commit.Index,
        };
    }

    private static IReadOnlyList<string>? Ids(IReadOnlyList<Evaluation> evaluations) =>
        evaluations.Count == 0 ? null : [.. evaluations.Select(eval => eval.ID)];

    // Before gossip has said anything there is at least this one.
    private IEnumerable<NodeServerInfo> Servers() => context.Group.Alive.Select(server => (server.RpcAddress, server.Datacenter))
        .DefaultIfEmpty((context.Options.RpcAddress, context.Options.Datacenter))
        .Select(server => new NodeServerInfo { RPCAdvertiseAddr = server.Item1, RPCMajorVersion = 1, RPCMinorVersion = 1, Datacenter = server.Item2 });

    private static Node Known(StateSnapshot state, string nodeId) => state.Node(nodeId) ?? throw new RpcException("node not found");

    private static Node Authenticated(StateSnapshot state, string nodeId, string secretId)
    {
        var node = Known(state, nodeId);
        return Secrets.Same(node.SecretID, secretId) ? node : throw new RpcException("node secret ID does not match");
    }

    // A node that was given up first shows itself, then how what it has is, and then takes more.
    private static string Accepted(StateSnapshot state, Node node, string claimed) =>
        claimed == NodeStatus.Ready && (node.Status == NodeStatus.Disconnected || OwesReports(state, node)) ? NodeStatus.Initializing : claimed;

    private static bool OwesReports(StateSnapshot state, Node node) => node.Status != NodeStatus.Ready
        && node.LastMissedHeartbeatIndex > node.LastAllocUpdateIndex && state.AllocationsOfNode(node.ID).Any(alloc => !alloc.IsTerminal());

    private static bool Matters(string before, string after) => before != after && (after is NodeStatus.Ready or NodeStatus.Down
        || before == NodeStatus.Disconnected || after == NodeStatus.Disconnected);

    private static bool ClassChanged(Node? before, Node after) =>
        before is not null && after.Status == NodeStatus.Ready && before.ComputedClass != after.ComputedClass;

    private async Task<(List<Evaluation> Evaluations, ulong Index)> EvaluateAsync(List<Evaluation> evaluations, CancellationToken cancel)
    {
        if (evaluations.Count == 0)
            return ([], 0);
        var commit = await context.Proposer.ProposeAsync(new UpsertEvaluations(evaluations), cancel);
        return (evaluations, commit.Index);
    }

    private NodeUpdateResponse Answer(string nodeId, ulong index, (IReadOnlyList<Evaluation> Evaluations, ulong Index) evaluated)
    {
        var state = context.State.Snapshot();
        return new NodeUpdateResponse
        {
            HeartbeatTTL = context.Heartbeats.Renew(nodeId),
            EvalIDs = [.. evaluated.Evaluations.Select(eval => eval.ID)],
            EvalCreateIndex = evaluated.Evaluations.Count > 0 ? evaluated.Index : 0,
            LeaderRPCAddr = context.Options.RpcAddress,
            NumNodes = state.NodeCount,
            Servers = [.. Servers()],
            SchedulingEligibility = state.Node(nodeId)?.SchedulingEligibility ?? "",
            KnownLeader = true,
            Index = Math.Max(index, evaluated.Index),
        };
    }
}
