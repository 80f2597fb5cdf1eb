using System.Globalization;

namespace Nomad.Client.Fingerprinting;

/// <summary>The file system that holds the allocation folders.</summary>
public sealed class StorageFingerprint(HostFiles files, ClientOptions options) : IFingerprint
{
    public string Name => "storage";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        if (!Directory.Exists(options.AllocDir))
            return ValueTask.CompletedTask;
        var drive = new DriveInfo(options.AllocDir);
        facts.Set("unique.storage.volume", Device(drive.Name) ?? drive.Name);
        var (total, free) = (options.DiskTotalMegabytes << 20, options.DiskFreeMegabytes << 20);
        facts.Set("unique.storage.bytestotal", (total > 0 ? total : drive.TotalSize).ToString(CultureInfo.InvariantCulture));
        facts.DiskMegabytes = (free > 0 ? free : total > 0 ? total : drive.AvailableFreeSpace) >> 20;
        return ValueTask.CompletedTask;
    }

    private string? Device(string path)
    {
        var (device, length) = ((string?)null, -1);
        foreach (var line in files.Lines("/proc/self/mounts"))
        {
            var parts = line.Split(' ');
            if (parts.Length > 1 && parts[1].Length > length && Covers(parts[1], Path.GetFullPath(options.AllocDir)))
                (device, length) = (parts[0], parts[1].Length);
        }
        return device ?? path;
    }

    private static bool Covers(string mount, string path) =>
        mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);
}
