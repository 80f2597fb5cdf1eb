namespace Nomad.Model.Events;

/// <summary>What an event is about.</summary>
public static class EventTopics
{
    public const string Deployment = "Deployment";
    public const string Evaluation = "Evaluation";
    public const string Allocation = "Allocation";
    public const string Job = "Job";
    public const string Node = "Node";
    public const string NodePool = "NodePool";
    public const string Service = "Service";
    public const string Operator = "Operator";
    public const string Variable = "Variable";
    public const string All = "*";
    public const string ACLPolicy = "ACLPolicy";
    public const string ACLToken = "ACLToken";
    public const string ACLRole = "ACLRole";
    public const string ACLAuthMethod = "ACLAuthMethod";
    public const string ACLBindingRule = "ACLBindingRule";
    public const string HostVolume = "HostVolume";
    public const string CSIVolume = "CSIVolume";
    public const string CSIPlugin = "CSIPlugin";
}
