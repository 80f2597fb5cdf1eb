namespace Nomad.Model.Nodes;

/// <summary>What happened to a node.</summary>
public static class NodeEventMessages
{
    public const string NodeRegistered = "Node registered";
    public const string NodeReRegistered = "Node re-registered";
    public const string NodeReregisteredByHeartbeat = "Node reregistered by heartbeat";
    public const string NodeHeartbeatMissed = "Node heartbeat missed";
    public const string NodeDrainStrategySet = "Node drain strategy set";
    public const string NodeDrainStrategyUpdated = "Node drain strategy updated";
    public const string NodeDrainDisabled = "Node drain disabled";
    public const string NodeDrainComplete = "Node drain complete";
    public const string NodeMarkedAsEligibleForScheduling = "Node marked as eligible for scheduling";
    public const string NodeMarkedAsIneligibleForScheduling = "Node marked as ineligible for scheduling";
    public const string NodeMarkedAsIneligibleForRejectedPlans = "Node marked as ineligible for scheduling due to multiple plan rejections";
    public const string NodeRegisteredButWaitingForNodePoolToBeCreated = "Node registered but waiting for node pool to be created";
}
