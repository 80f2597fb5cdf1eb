using System.Globalization;

namespace Nomad.Client.Fingerprinting;

/// <summary>Memory of the machine, or what `memory_total_mb` says.</summary>
public sealed class MemoryFingerprint(HostFiles files, ClientOptions options) : IFingerprint
{
    public string Name => "memory";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var total = options.MemoryTotalMegabytes > 0 ? options.MemoryTotalMegabytes << 20 : TotalBytes();
        if (total <= 0)
            return ValueTask.CompletedTask;
        facts.Set("memory.totalbytes", total.ToString(CultureInfo.InvariantCulture));
        facts.MemoryMegabytes = total >> 20;
        return ValueTask.CompletedTask;
    }

    private long TotalBytes()
    {
        foreach (var line in files.Lines("/proc/meminfo"))
        {
            if (!line.StartsWith("MemTotal:", StringComparison.Ordinal))
                continue;
            var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return long.TryParse(kilobytes, out var value) ? value << 10 : 0;
        }
        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
