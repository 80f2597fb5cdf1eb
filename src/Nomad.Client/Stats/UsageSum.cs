using Nomad.Model;
using Nomad.Model.Stats;

namespace Nomad.Client.Stats;

/// <summary>Adds up what the tasks of an allocation use. Pure.</summary>
public static class UsageSum
{
    public static ResourceUsage Of(IEnumerable<ResourceUsage> usages)
    {
        var (cpu, memory) = (new CpuStats(), new MemoryStats());
        foreach (var usage in usages)
        {
            cpu = Add(cpu, usage.CpuStats ?? new CpuStats());
            memory = Add(memory, usage.MemoryStats ?? new MemoryStats());
        }
        return new ResourceUsage { CpuStats = cpu, MemoryStats = memory, DeviceStats = [] };
    }

    private static CpuStats Add(CpuStats left, CpuStats right) => new()
    {
        SystemMode = left.SystemMode + right.SystemMode,
        UserMode = left.UserMode + right.UserMode,
        TotalTicks = left.TotalTicks + right.TotalTicks,
        ThrottledPeriods = left.ThrottledPeriods + right.ThrottledPeriods,
        ThrottledTime = left.ThrottledTime + right.ThrottledTime,
        Percent = left.Percent + right.Percent,
        Measured = [.. left.Measured.OrEmpty().Union(right.Measured.OrEmpty())],
    };

    private static MemoryStats Add(MemoryStats left, MemoryStats right) => new()
    {
        RSS = left.RSS + right.RSS,
        Cache = left.Cache + right.Cache,
        Swap = left.Swap + right.Swap,
        MappedFile = left.MappedFile + right.MappedFile,
        Usage = left.Usage + right.Usage,
        MaxUsage = left.MaxUsage + right.MaxUsage,
        KernelUsage = left.KernelUsage + right.KernelUsage,
        KernelMaxUsage = left.KernelMaxUsage + right.KernelMaxUsage,
        Measured = [.. left.Measured.OrEmpty().Union(right.Measured.OrEmpty())],
    };
}
