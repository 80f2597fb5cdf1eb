namespace Nomad.Model.Jobs;

/// <summary>How mounts below a volume travel between host and task.</summary>
public static class PropagationModes
{
    public const string Private = "private";
    public const string HostToTask = "host-to-task";
    public const string Bidirectional = "bidirectional";
}
