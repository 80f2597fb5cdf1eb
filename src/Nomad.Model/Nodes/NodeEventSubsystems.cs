namespace Nomad.Model.Nodes;

/// <summary>Which part of the system tells a node event.</summary>
public static class NodeEventSubsystems
{
    public const string Drain = "Drain";
    public const string Driver = "Driver";
    public const string Heartbeat = "Heartbeat";
    public const string Cluster = "Cluster";
    public const string Scheduler = "Scheduler";
    public const string Storage = "Storage";
}
