namespace Nomad.Model.Nodes;

/// <summary>Whether a node answers.</summary>
public static class NodeStatus
{
    public const string Initializing = "initializing";
    public const string Ready = "ready";
    public const string Down = "down";
    public const string Disconnected = "disconnected";
}
