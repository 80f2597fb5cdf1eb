namespace Nomad.Model.Explanations;

/// <summary>What a node is asked, in this order; the first check that fails is told.</summary>
public static class NodeChecks
{
    public const string Pool = "pool";
    public const string Datacenter = "datacenter";

    /// <summary>The node is down, disconnected or not ready yet.</summary>
    public const string Status = "status";
    public const string Drain = "drain";
    public const string Eligibility = "eligibility";
    public const string Driver = "driver";
    public const string Constraint = "constraint";
    public const string Device = "device";
    public const string Network = "network";
    public const string Volume = "volume";

    /// <summary><c>distinct_hosts</c> or <c>distinct_property</c>: others of the job are there.</summary>
    public const string Distinct = "distinct";

    /// <summary>A required <c>near</c> rule: whom it wants near is not there, or whom it wants away is.</summary>
    public const string Near = "near";
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string Disk = "disk";
    public const string Allocations = "allocations";

    /// <summary>Ports, whole cores or devices are taken.</summary>
    public const string Taken = "taken";
}
