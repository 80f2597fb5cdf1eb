using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Allocations;

/// <summary>
/// Resources flattened so that they can be added and compared. CPU in MHz, memory and disk in MB; <see cref="Cores"/> are core numbers in
/// ascending order.
/// </summary>
public readonly record struct ComparableResources
{
    public static ComparableResources None => default;

    public long CpuShares { get; init; }

    public IReadOnlyList<int> Cores { get => field ?? []; init; }

    public long MemoryMB { get; init; }

    public long MemoryMaxMB { get; init; }

    public long DiskMB { get; init; }

    /// <summary>What tasks may use of a node: all it has, less what is reserved for the host.</summary>
    public static ComparableResources Of(Node node)
    {
        var all = node.NodeResources ?? new NodeResources();
        var kept = node.ReservedResources ?? new NodeReservedResources();
        return new ComparableResources
        {
            CpuShares = all.Cpu.CpuShares - kept.Cpu.CpuShares,
            Cores = all.Cpu.ReservableCpuCores.OrEmpty().Except(kept.Cpu.ReservedCpuCores.OrEmpty()).Order().ToArray(),
            MemoryMB = all.Memory.MemoryMB - kept.Memory.MemoryMB,
            MemoryMaxMB = all.Memory.MemoryMB - kept.Memory.MemoryMB,
            DiskMB = all.Disk.DiskMB - kept.Disk.DiskMB,
        };
    }

    /// <summary>
    /// The most an allocation uses at once: its tasks before the main ones, or the main ones with sidecars and poststart tasks, or the
    /// poststop tasks, whichever is more in each dimension. Whole cores belong to their task for the life of the allocation.
    /// </summary>
    public static ComparableResources Of(AllocatedResources resources)
    {
        var before = None;
        var main = None;
        var after = None;
        IReadOnlyList<int> cores = [];
        foreach (var (name, task) in resources.Tasks.Each())
        {
            var used = Of(task);
            cores = Union(cores, used.Cores);
            var lifecycle = resources.TaskLifecycles?.GetValueOrDefault(name);
            if (lifecycle?.Hook == LifecycleHooks.Prestart)
                before = before.Add(used);
            if (lifecycle is null or { Hook: "" or LifecycleHooks.Poststart } or { Hook: LifecycleHooks.Prestart, Sidecar: true })
                main = main.Add(used);
            if (lifecycle?.Hook == LifecycleHooks.Poststop)
                after = after.Add(used);
        }
        return Most(Most(before, main), after) with { Cores = cores, DiskMB = resources.Shared.DiskMB };
    }

    public static ComparableResources Of(AllocatedTaskResources task) => new()
    {
        CpuShares = task.Cpu.CpuShares,
        Cores = task.Cpu.ReservedCores is { Count: > 0 } reserved ? reserved.Order().ToArray() : [],
        MemoryMB = task.Memory.MemoryMB,
        MemoryMaxMB = Math.Max(task.Memory.MemoryMB, task.Memory.MemoryMaxMB),
    };

    public ComparableResources Add(ComparableResources other) => new()
    {
        CpuShares = CpuShares + other.CpuShares,
        Cores = Union(Cores, other.Cores),
        MemoryMB = MemoryMB + other.MemoryMB,
        MemoryMaxMB = MemoryMaxMB + other.MemoryMaxMB,
        DiskMB = DiskMB + other.DiskMB,
    };

    public ComparableResources Subtract(ComparableResources other) => new()
    {
        CpuShares = CpuShares - other.CpuShares,
        Cores = other.Cores.Count == 0 ? Cores : Cores.Except(other.Cores).ToArray(),
        MemoryMB = MemoryMB - other.MemoryMB,
        MemoryMaxMB = MemoryMaxMB - other.MemoryMaxMB,
        DiskMB = DiskMB - other.DiskMB,
    };

    /// <summary>
    /// Null when <paramref name="asked"/> fits into these, else the first dimension that does not (<c>cpu</c>, <c>cores</c>,
    /// <c>memory</c>, <c>disk</c>). Memory limits above the reservation do not count.
    /// </summary>
    public string? Exhausted(ComparableResources asked)
    {
        if (CpuShares < asked.CpuShares)
            return "cpu";
        if (asked.Cores.Count > 0 && asked.Cores.Except(Cores).Any())
            return "cores";
        if (MemoryMB < asked.MemoryMB)
            return "memory";
        return DiskMB < asked.DiskMB ? "disk" : null;
    }

    private static ComparableResources Most(ComparableResources left, ComparableResources right) => new()
    {
        CpuShares = Math.Max(left.CpuShares, right.CpuShares),
        MemoryMB = Math.Max(left.MemoryMB, right.MemoryMB),
        MemoryMaxMB = Math.Max(left.MemoryMaxMB, right.MemoryMaxMB),
    };

    private static IReadOnlyList<int> Union(IReadOnlyList<int> left, IReadOnlyList<int> right) =>
        left.Count == 0 ? right : right.Count == 0 ? left : left.Union(right).Order().ToArray();
}
