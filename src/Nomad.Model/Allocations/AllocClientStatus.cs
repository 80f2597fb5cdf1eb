namespace Nomad.Model.Allocations;

/// <summary>How an allocation is doing, as its client reports (the servers set <see cref="Lost"/> and <see cref="Unknown"/>).</summary>
public static class AllocClientStatus
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Complete = "complete";
    public const string Failed = "failed";
    public const string Lost = "lost";
    public const string Unknown = "unknown";

    /// <summary>The allocation has ended on its node and will not run again.</summary>
    public static bool IsTerminal(string status) => status is Complete or Failed or Lost;
}
