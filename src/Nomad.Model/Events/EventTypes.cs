namespace Nomad.Model.Events;

/// <summary>What happened.</summary>
public static class EventTypes
{
    public const string NodeRegistration = "NodeRegistration";
    public const string NodeDeregistration = "NodeDeregistration";
    public const string NodeEligibility = "NodeEligibility";
    public const string NodeDrain = "NodeDrain";
    public const string NodeStreamEvent = "NodeStreamEvent";
    public const string NodePoolUpserted = "NodePoolUpserted";
    public const string NodePoolDeleted = "NodePoolDeleted";
    public const string DeploymentStatusUpdate = "DeploymentStatusUpdate";
    public const string DeploymentPromotion = "DeploymentPromotion";
    public const string DeploymentAllocHealth = "DeploymentAllocHealth";
    public const string AllocationCreated = "AllocationCreated";
    public const string AllocationUpdated = "AllocationUpdated";
    public const string AllocationUpdateDesiredStatus = "AllocationUpdateDesiredStatus";
    public const string EvaluationUpdated = "EvaluationUpdated";
    public const string JobRegistered = "JobRegistered";
    public const string JobDeregistered = "JobDeregistered";
    public const string JobBatchDeregistered = "JobBatchDeregistered";
    public const string PlanResult = "PlanResult";
    public const string ACLTokenDeleted = "ACLTokenDeleted";
    public const string ACLTokenUpserted = "ACLTokenUpserted";
    public const string ACLPolicyDeleted = "ACLPolicyDeleted";
    public const string ACLPolicyUpserted = "ACLPolicyUpserted";
    public const string ACLRoleDeleted = "ACLRoleDeleted";
    public const string ACLRoleUpserted = "ACLRoleUpserted";
    public const string ACLAuthMethodUpserted = "ACLAuthMethodUpserted";
    public const string ACLAuthMethodDeleted = "ACLAuthMethodDeleted";
    public const string ACLBindingRuleUpserted = "ACLBindingRuleUpserted";
    public const string ACLBindingRuleDeleted = "ACLBindingRuleDeleted";
    public const string ServiceRegistration = "ServiceRegistration";
    public const string ServiceDeregistration = "ServiceDeregistration";
    public const string HostVolumeRegistered = "HostVolumeRegistered";
    public const string HostVolumeDeleted = "HostVolumeDeleted";
    public const string CSIVolumeRegistered = "CSIVolumeRegistered";
    public const string CSIVolumeDeregistered = "CSIVolumeDeregistered";
    public const string CSIVolumeClaim = "CSIVolumeClaim";
    public const string UtilizationSnapshotUpserted = "UtilizationSnapshotUpserted";
    public const string VariableUpdated = "VariableUpdated";
}
