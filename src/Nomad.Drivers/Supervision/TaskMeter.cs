using System.Globalization;
using Nomad.Drivers.Processes;
using Nomad.Model.Stats;

namespace Nomad.Drivers.Supervision;

/// <summary>Measures one task from its cgroups, or from its session's processes where there are none.</summary>
internal sealed class TaskMeter(int pid, IReadOnlyList<string> cgroups, long totalCompute)
{
    private const double TicksPerSecond = 100;
    private const double PageBytes = 4096;

    private readonly Lock _lock = new();
    private (DateTimeOffset At, double User, double System)? _last;

    public TaskStats Sample(DateTimeOffset now)
    {
        lock (_lock)
        {
            var pids = cgroups.Count > 0 ? Cgroups.Pids(cgroups) : ProcessTree.OfSession(pid);
            double user = 0, system = 0, resident = 0;
            foreach (var process in pids)
                Add(process, ref user, ref system, ref resident);
            // Processes that have ended no longer show: the cgroup's own counter does not forget them.
            var total = Cgroups.Number(cgroups, "cpuacct.usage") / 1e9;
            total = total > 0 ? total : Cgroups.Counter(cgroups, "cpu.stat", "usage_usec") / 1e6;
            if (total > user + system)
                user = Math.Max(user, total - system);
            var elapsed = _last is { } last ? (now - last.At).TotalSeconds : 0;
            var userPercent = elapsed > 0 ? Math.Max(0, (user - _last!.Value.User) / elapsed * 100) : 0;
            var systemPercent = elapsed > 0 ? Math.Max(0, (system - _last!.Value.System) / elapsed * 100) : 0;
            _last = (now, user, system);
            return new TaskStats(now.ToUnixTimeMilliseconds() * 1_000_000, Describe((ulong)resident, userPercent, systemPercent), new Dictionary<string, ResourceUsage>());
        }
    }

    private ResourceUsage Describe(ulong resident, double user, double system)
    {
        var cgroupResident = (ulong)Cgroups.Counter(cgroups, "memory.stat", "rss");
        return new ResourceUsage
        {
            MemoryStats = new MemoryStats
            {
                RSS = cgroupResident > 0 ? cgroupResident : resident,
                Cache = (ulong)Cgroups.Counter(cgroups, "memory.stat", "cache"),
                Swap = (ulong)Cgroups.Counter(cgroups, "memory.stat", "swap"),
                MappedFile = (ulong)Cgroups.Counter(cgroups, "memory.stat", "mapped_file"),
                Usage = (ulong)Math.Max(Cgroups.Number(cgroups, "memory.usage_in_bytes"), Cgroups.Number(cgroups, "memory.current")),
                MaxUsage = (ulong)Math.Max(Cgroups.Number(cgroups, "memory.max_usage_in_bytes"), Cgroups.Number(cgroups, "memory.peak")),
                Measured = ["RSS", "Cache", "Swap", "Usage", "Max Usage"],
            },
            CpuStats = new CpuStats
            {
                UserMode = user,
                SystemMode = system,
                Percent = user + system,
                TotalTicks = (user + system) / 100 * totalCompute / Environment.ProcessorCount,
                ThrottledPeriods = (ulong)Cgroups.Counter(cgroups, "cpu.stat", "nr_throttled"),
                ThrottledTime = (ulong)Cgroups.Counter(cgroups, "cpu.stat", "throttled_time"),
                Measured = ["System Mode", "User Mode", "Percent", "Throttled Periods", "Throttled Time"],
            },
        };
    }

    private static void Add(int process, ref double user, ref double system, ref double resident)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            user += double.Parse(fields[11], CultureInfo.InvariantCulture) / TicksPerSecond;
            system += double.Parse(fields[12], CultureInfo.InvariantCulture) / TicksPerSecond;
            resident += double.Parse(fields[21], CultureInfo.InvariantCulture) * PageBytes;
        }
        catch (IOException)
        {
            // Ended meanwhile.
        }
    }
}
