namespace Nomad.Model.Allocations;

/// <summary>How a task is doing.</summary>
public static class TaskStateNames
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Dead = "dead";
}
