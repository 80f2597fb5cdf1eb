namespace Nomad.Model.Nodes;

/// <summary>How a driver sees a task.</summary>
public static class DriverTaskStates
{
    public const string Unknown = "unknown";
    public const string Running = "running";
    public const string Exited = "exited";
}
