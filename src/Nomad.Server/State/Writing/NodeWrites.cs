using Nomad.Model.Events;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Nodes come, change their state of life, drain and go.</summary>
internal static class NodeWrites
{
    /// <summary>Events kept of each node.</summary>
    public const int MaxEvents = 10;

    /// <summary>Why a node that drains does not become eligible.</summary>
    public const string OpensDrain = "can not set node's scheduling eligibility to eligible while it is draining";

    public static void Register(StateTransaction writes, RegisterNode command)
    {
        var before = writes.View.Node(command.Node.ID);
        if (before is not null && before.SecretID != command.Node.SecretID)
        {
            writes.Refusal = new StateRefusal("node secret ID does not match. Not registering node.");
            return;
        }
        EnsurePool(writes, command.Node.NodePool);
        var time = Facts.FromUnixNanoseconds(command.Time);
        var node = before is null ? New(command.Node, writes.Index, time) : Again(command.Node, before, writes.Index, time);
        writes.PutNode(node, EventTypes.NodeRegistration);
    }

    public static void Deregister(StateTransaction writes, DeregisterNodes command)
    {
        foreach (var id in command.NodeIDs)
        {
            if (writes.View.Node(id) is { } node)
                writes.DeleteNode(node);
        }
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    public static void SetStatus(StateTransaction writes, SetNodeStatus command)
    {
        if (writes.View.Node(command.NodeID) is { } node)
        {
            node = WithEvent(node, command.Event, writes.Index) with
            {
                Status = command.Status,
                StatusUpdatedAt = Facts.FromUnixNanoseconds(command.Time).ToUnixTimeSeconds(),
                ModifyIndex = writes.Index,
            };
            if (command.Status is NodeStatus.Down or NodeStatus.Disconnected)
                node = node with { LastMissedHeartbeatIndex = writes.Index };
            writes.PutNode(node, EventTypes.NodeStreamEvent);
        }
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    /// <summary>A node that was given up has told of its work since. Written once each time: nodes report all day.</summary>
    public static void Reported(StateTransaction writes, string nodeId)
    {
        if (writes.View.Node(nodeId) is { } node && node.LastMissedHeartbeatIndex > node.LastAllocUpdateIndex)
            writes.PutNode(node with { LastAllocUpdateIndex = writes.Index, ModifyIndex = writes.Index }, EventTypes.NodeStreamEvent);
    }

    public static void SetDrain(StateTransaction writes, SetNodeDrain command)
    {
        foreach (var drain in command.Drains)
        {
            if (writes.View.Node(drain.NodeID) is { } node && (drain.OnlyAt is null || drain.OnlyAt == node.ModifyIndex))
                writes.PutNode(Drained(WithEvent(node, drain.Event, writes.Index), drain, command.Time) with { ModifyIndex = writes.Index },
                    EventTypes.NodeDrain);
        }
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    public static void SetEligibility(StateTransaction writes, SetNodeEligibility command)
    {
        if (writes.View.Node(command.NodeID) is { } node)
        {
            // Decided here so that a drain that began meanwhile is not opened.
            if (node.DrainStrategy is not null && command.Eligibility == NodeEligibility.Eligible)
            {
                writes.Refusal = new StateRefusal(OpensDrain);
                return;
            }
            writes.PutNode(WithEvent(node, command.Event, writes.Index) with
            {
                SchedulingEligibility = command.Eligibility,
                ModifyIndex = writes.Index,
            }, EventTypes.NodeEligibility);
        }
        EvaluationWrites.Upsert(writes, command.Evaluations);
    }

    public static void AddEvents(StateTransaction writes, AddNodeEvents command)
    {
        foreach (var (id, events) in command.Events.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (writes.View.Node(id) is not { } node)
                continue;
            foreach (var each in events)
                node = WithEvent(node, each, writes.Index);
            writes.PutNode(node with { ModifyIndex = writes.Index }, EventTypes.NodeStreamEvent);
        }
    }

    private static Node New(Node node, ulong index, DateTimeOffset time) => WithEvent(node with { Events = null }, new NodeEvent
    {
        Message = NodeEventMessages.NodeRegistered, Subsystem = NodeEventSubsystems.Cluster, Timestamp = time,
    }, index) with
    {
        CreateIndex = index,
        ModifyIndex = index,
        StatusUpdatedAt = time.ToUnixTimeSeconds(),
        SchedulingEligibility = node.SchedulingEligibility.Length > 0 ? node.SchedulingEligibility
            : node.DrainStrategy is null ? NodeEligibility.Eligible : NodeEligibility.Ineligible,
    };

    private static Node Again(Node node, Node before, ulong index, DateTimeOffset time)
    {
        var kept = node with
        {
            CreateIndex = before.CreateIndex,
            ModifyIndex = index,
            Events = before.Events,
            SchedulingEligibility = before.SchedulingEligibility,
            DrainStrategy = before.DrainStrategy,
            LastDrain = before.LastDrain,
            LastMissedHeartbeatIndex = before.LastMissedHeartbeatIndex,
            LastAllocUpdateIndex = before.LastAllocUpdateIndex,
            StatusUpdatedAt = node.Status == before.Status ? before.StatusUpdatedAt : time.ToUnixTimeSeconds(),
        };
        return before.Status != NodeStatus.Down ? kept : WithEvent(kept, new NodeEvent
        {
            Message = NodeEventMessages.NodeReRegistered, Subsystem = NodeEventSubsystems.Cluster, Timestamp = time,
        }, index);
    }

    private static Node Drained(Node node, NodeDrain drain, long time)
    {
        var now = Facts.FromUnixNanoseconds(time);
        var starts = drain.Strategy is not null;
        var wasDraining = node.DrainStrategy is not null;
        var eligibility = starts ? NodeEligibility.Ineligible
            : drain.MarkEligible ? NodeEligibility.Eligible : node.SchedulingEligibility;
        var strategy = drain.Strategy is { } wanted && node.DrainStrategy is { } running
            ? wanted with { StartedAt = running.StartedAt } : drain.Strategy;
        var last = starts && !wasDraining || node.LastDrain is null
            ? new DrainMetadata { StartedAt = now, Meta = drain.Meta } : node.LastDrain with { Meta = drain.Meta ?? node.LastDrain.Meta };
        return node with
        {
            DrainStrategy = strategy,
            SchedulingEligibility = eligibility,
            LastDrain = starts || wasDraining
                ? last with { UpdatedAt = now, Status = starts ? DrainStatus.Draining : drain.Outcome } : node.LastDrain,
        };
    }

    public static Node WithEvent(Node node, NodeEvent? added, ulong index) => added is null ? node : node with
    {
        Events = [.. node.Events.OrEmpty().TakeLast(MaxEvents - 1), added with { CreateIndex = index }],
    };

    private static void EnsurePool(StateTransaction writes, string name)
    {
        if (name.Length > 0 && writes.View.NodePool(name) is null)
            writes.PutNodePool(new NodePool { Name = name, CreateIndex = writes.Index, ModifyIndex = writes.Index });
    }
}
