namespace Nomad.Client.Stats;

/// <summary>How full one file system is.</summary>
public sealed record DiskSpace(ulong TotalBytes, ulong UsedBytes, ulong AvailableBytes, double UsedPercent, double InodesUsedPercent)
{
    /// <summary>The file system that holds the path, or null when it cannot be asked.</summary>
    public static DiskSpace? Of(string path)
    {
        if (!OperatingSystem.IsLinux() || Native.Linux.FileSystem(path) is not { } found)
            return null;
        var (block, blocks, free, available, inodes, freeInodes) = found;
        var used = (blocks - free) * block;
        var reachable = used + available * block;
        return new DiskSpace(blocks * block, used, available * block,
            reachable > 0 ? (double)used / reachable * 100 : 0,
            inodes > 0 ? (double)(inodes - freeInodes) / inodes * 100 : 0);
    }
}
