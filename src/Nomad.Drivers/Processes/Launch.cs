namespace Nomad.Drivers.Processes;

/// <summary>One program to start.</summary>
public sealed record Launch
{
    /// <summary>Absolute.</summary>
    public string Path { get; init; } = "";

    /// <summary>Without the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Directory { get; init; } = "/";

    /// <summary>Null stays the supervisor's user.</summary>
    public UserIds? User { get; init; }

    /// <summary>Cgroup directories to join, one per hierarchy; made when missing.</summary>
    public IReadOnlyList<string> Cgroups { get; init; } = [];

    /// <summary>Weight on the processor, written to the cgroups; 0 leaves the kernel's default.</summary>
    public long CpuShares { get; init; }

    /// <summary>Null stays in the supervisor's.</summary>
    public string? NetworkNamespace { get; init; }

    public int? OomScoreAdjust { get; init; }

    /// <summary>The program sees no v2 hierarchy beside v1 ones.</summary>
    public bool HideUnifiedCgroups { get; init; }
}

public sealed record UserIds(uint User, uint Group, IReadOnlyList<uint> Groups);
