namespace Nomad.Model.Allocations;

/// <summary>What the servers want of an allocation.</summary>
public static class AllocDesiredStatus
{
    public const string Run = "run";
    public const string Stop = "stop";
    public const string Evict = "evict";

    /// <summary>The servers are done with the allocation.</summary>
    public static bool IsTerminal(string status) => status is Stop or Evict;
}
