namespace Nomad.Client.GarbageCollection;

/// <summary>When the folders of finished allocations are removed, oldest first.</summary>
public sealed record GarbageLimits
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Percent of the file system in use.</summary>
    public double DiskUsageThreshold { get; init; } = 80;

    /// <summary>Percent of the inodes in use.</summary>
    public double InodeUsageThreshold { get; init; } = 70;

    /// <summary>Allocations on the node, running ones included.</summary>
    public int MaxAllocs { get; init; } = 50;

    public int ParallelDestroys { get; init; } = 2;
}
