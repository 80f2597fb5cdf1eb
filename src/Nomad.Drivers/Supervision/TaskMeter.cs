using System.Globalization;
using Nomad.Drivers.Processes;
using Nomad.Model.Stats;

namespace Nomad.Drivers.Supervision;

/// <summary>Measures one task and each of its processes: from its cgroups, or from its session's processes where there are none.</summary>
internal sealed class TaskMeter(int pid, IReadOnlyList<string> cgroups, long totalCompute)
{
    private const double TicksPerSecond = 100;
    private const double PageBytes = 4096;

    private readonly Lock _lock = new();
    private (long At, double User, double System, Dictionary<int, ProcessUse> Processes)? _last;

    /// <summary>Shares of processors are those since the sample before, by a clock that nobody can set.</summary>
    public TaskStats Sample(TimeProvider time)
    {
        lock (_lock)
        {
            var pids = cgroups.Count > 0 ? Cgroups.Pids(cgroups) : ProcessTree.OfSession(pid);
            var processes = pids.Select(process => (process, Use: Use(process))).Where(each => each.Use is not null).ToDictionary(each => each.process, each => each.Use!.Value);
            var (user, system, resident) = (processes.Values.Sum(use => use.User), processes.Values.Sum(use => use.System), processes.Values.Sum(use => use.Resident));
            // Processes that have ended no longer show: the cgroup's own counter does not forget them.
            var total = Cgroups.Number(cgroups, "cpuacct.usage") / 1e9;
            total = total > 0 ? total : Cgroups.Counter(cgroups, "cpu.stat", "usage_usec") / 1e6;
            if (total > user + system)
                user = Math.Max(user, total - system);
            var now = time.GetTimestamp();
            var elapsed = _last is { } last ? time.GetElapsedTime(last.At, now).TotalSeconds : 0;
            double Percent(double since, double before) => elapsed > 0 ? Math.Max(0, (since - before) / elapsed * 100) : 0;
            var before = _last ?? (now, user, system, processes);
            var whole = Describe((ulong)resident, Percent(user, before.User), Percent(system, before.System));
            var each = new Dictionary<string, ResourceUsage>(StringComparer.Ordinal);
            foreach (var (process, use) in processes)
            {
                // One that was not there before has used all of it since.
                var old = before.Processes.GetValueOrDefault(process);
                each[process.ToString(CultureInfo.InvariantCulture)] = Describe(use, Percent(use.User, old.User), Percent(use.System, old.System));
            }
            _last = (now, user, system, processes);
            return new TaskStats(time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000, whole, each);
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
            CpuStats = Shares(user, system) with
            {
                ThrottledPeriods = (ulong)Cgroups.Counter(cgroups, "cpu.stat", "nr_throttled"),
                ThrottledTime = (ulong)Cgroups.Counter(cgroups, "cpu.stat", "throttled_time"),
                Measured = ["System Mode", "User Mode", "Percent", "Throttled Periods", "Throttled Time"],
            },
        };
    }

    private ResourceUsage Describe(ProcessUse use, double user, double system) => new()
    {
        MemoryStats = new MemoryStats { RSS = (ulong)use.Resident, Swap = (ulong)use.Swapped, Measured = ["RSS", "Swap"] },
        CpuStats = Shares(user, system) with { Measured = ["System Mode", "User Mode", "Percent"] },
    };

    private CpuStats Shares(double user, double system) => new()
    {
        UserMode = user,
        SystemMode = system,
        Percent = user + system,
        TotalTicks = (user + system) / 100 * totalCompute / Environment.ProcessorCount,
    };

    private static ProcessUse? Use(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessUse(double.Parse(fields[11], CultureInfo.InvariantCulture) / TicksPerSecond,
                double.Parse(fields[12], CultureInfo.InvariantCulture) / TicksPerSecond, double.Parse(fields[21], CultureInfo.InvariantCulture) * PageBytes, Swapped(process));
        }
        catch (IOException)
        {
            // Ended meanwhile.
            return null;
        }
    }

    // A line of the form "VmSwap:       12 kB"; a process of the kernel has none.
    private static double Swapped(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmSwap:", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..] ? double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 : 0;
    }

    /// <summary>Seconds of processors and bytes of memory that one process has used.</summary>
    private readonly record struct ProcessUse(double User, double System, double Resident, double Swapped);
}
