using System.Globalization;
using Nomad.Client.Fingerprinting;
using Nomad.Model.Stats;

namespace Nomad.Client.Stats;

/// <summary>Measures the machine. Processor shares are those since the sample before, so one sampler serves all readers; thread safe.</summary>
public sealed class HostSampler(HostFiles files, ClientOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private Dictionary<string, long[]> last = new(StringComparer.Ordinal);

    /// <param name="totalCompute">MHz of all cores together, to turn shares into ticks.</param>
    public HostStats Sample(long totalCompute)
    {
        lock (gate)
        {
            var cores = Cores(totalCompute, out var ticks);
            return new HostStats
            {
                Memory = Memory(),
                CPU = cores,
                CPUTicksConsumed = ticks,
                DiskStats = Disks(),
                AllocDirStats = Disk("", options.AllocDir),
                Uptime = Uptime(),
                Timestamp = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000,
            };
        }
    }

    private HostMemoryStats Memory()
    {
        var found = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var line in files.Lines("/proc/meminfo"))
        {
            var parts = line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 1 && ulong.TryParse(parts[1], out var kilobytes))
                found[parts[0]] = kilobytes << 10;
        }
        ulong Of(string name) => found.GetValueOrDefault(name);
        var idle = Of("MemFree") + Of("Buffers") + Of("Cached");
        return new HostMemoryStats
        {
            Total = Of("MemTotal"), Available = Of("MemAvailable"), Free = Of("MemFree"),
            Used = Of("MemTotal") - Math.Min(idle, Of("MemTotal"))
        };
    }

    private List<HostCPUStats> Cores(long totalCompute, out double ticks)
    {
        var now = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var found = new List<HostCPUStats>();
        foreach (var line in files.Lines("/proc/stat"))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 8 && parts[0].StartsWith("cpu", StringComparison.Ordinal) && parts[0].Length > 3)
                now[parts[0]] = [.. parts.Skip(1).Take(8).Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0)];
        }
        var perCore = now.Count > 0 ? (double)totalCompute / now.Count : 0;
        foreach (var (name, times) in now)
            found.Add(Core(name, times, perCore));
        last = now;
        ticks = found.Sum(core => core.TotalTicks);
        return found;
    }

    // /proc/stat: user nice system idle iowait irq softirq steal, in clock ticks since the machine started.
    private HostCPUStats Core(string name, long[] now, double megahertz)
    {
        var before = last.GetValueOrDefault(name) ?? new long[now.Length];
        double Since(int index) => Math.Max(0, now[index] - before[index]);
        var total = Enumerable.Range(0, now.Length).Sum(Since);
        double Percent(double part) => total > 0 ? part / total * 100 : 0;
        var busy = total - Since(3) - Since(4);
        return new HostCPUStats
        {
            CPU = name,
            User = Percent(Since(0) + Since(1)),
            System = Percent(Since(2)),
            Idle = Percent(Since(3)),
            TotalPercent = Percent(busy),
            TotalTicks = Percent(busy) / 100 * megahertz,
        };
    }

    private List<HostDiskStats> Disks()
    {
        var found = new List<HostDiskStats>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in files.Lines("/proc/self/mounts"))
        {
            var parts = line.Split(' ');
            if (parts.Length > 1 && parts[0].StartsWith("/dev/", StringComparison.Ordinal) && seen.Add(parts[0]) && Disk(parts[0], parts[1]) is { } disk)
                found.Add(disk);
        }
        return found;
    }

    private static HostDiskStats? Disk(string device, string path)
    {
        if (DiskSpace.Of(path) is not { } space)
            return null;
        return new HostDiskStats
        {
            Device = device,
            Mountpoint = path,
            Size = space.TotalBytes,
            Used = space.UsedBytes,
            Available = space.AvailableBytes,
            UsedPercent = space.UsedPercent,
            InodesUsedPercent = space.InodesUsedPercent,
        };
    }

    private ulong Uptime() =>
        double.TryParse((files.Read("/proc/uptime") ?? "0").Split(' ')[0], CultureInfo.InvariantCulture, out var seconds) ? (ulong)seconds : 0;
}
