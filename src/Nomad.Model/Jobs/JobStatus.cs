namespace Nomad.Model.Jobs;

/// <summary>How a job is doing.</summary>
public static class JobStatus
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Dead = "dead";
}
