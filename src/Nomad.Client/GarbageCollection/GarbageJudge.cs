namespace Nomad.Client.GarbageCollection;

/// <summary>Decides whether another finished allocation must go, and why. Pure.</summary>
public static class GarbageJudge
{
    /// <returns>The reason, or null while everything is within its limits.</returns>
    public static string? Reason(GarbageLimits limits, double diskPercent, double inodePercent, int allocs)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        if (diskPercent > limits.DiskUsageThreshold)
            return string.Create(invariant, $"disk usage of {diskPercent:0} is over gc threshold of {limits.DiskUsageThreshold:0}");
        if (inodePercent > limits.InodeUsageThreshold)
            return string.Create(invariant, $"inode usage of {inodePercent:0} is over gc threshold of {limits.InodeUsageThreshold:0}");
        if (allocs > limits.MaxAllocs)
            return string.Create(invariant, $"number of allocations ({allocs}) is over the limit ({limits.MaxAllocs})");
        return null;
    }
}
