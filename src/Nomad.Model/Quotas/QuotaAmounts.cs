using Nomad.Model.Allocations;

namespace Nomad.Model.Quotas;

/// <summary>What allocations take of a quota; can be added up and taken off again. Immutable.</summary>
public sealed record QuotaAmounts
{
    public static QuotaAmounts None { get; } = new();

    public long Cpu { get; init; }

    public long Cores { get; init; }

    public long MemoryMB { get; init; }

    public long MemoryMaxMB { get; init; }

    public long Allocations { get; init; }

    /// <summary>By vendor/type/name; null for none.</summary>
    public IReadOnlyDictionary<string, long>? Devices { get; init; }

    /// <summary>What one allocation takes. Tasks with whole cores count those, and no MHz.</summary>
    public static QuotaAmounts Of(AllocatedResources resources)
    {
        var tasks = resources.Tasks.OrEmpty();
        var withCores = tasks.Values.Any(task => task.Cpu.ReservedCores.OrEmpty().Count > 0);
        var used = ComparableResources.Of(!withCores ? resources : resources with
        {
            Tasks = tasks.ToDictionary(task => task.Key, task => task.Value.Cpu.ReservedCores.OrEmpty().Count == 0 ? task.Value
                : task.Value with { Cpu = task.Value.Cpu with { CpuShares = 0 } }, StringComparer.Ordinal),
        });
        SortedDictionary<string, long>? devices = null;
        foreach (var device in tasks.Values.SelectMany(task => task.Devices.OrEmpty()))
        {
            devices ??= new(StringComparer.Ordinal);
            var name = $"{device.Vendor}/{device.Type}/{device.Name}";
            devices[name] = devices.GetValueOrDefault(name) + device.DeviceIDs.OrEmpty().Count;
        }
        return new QuotaAmounts
        {
            Cpu = used.CpuShares, Cores = used.Cores.Count, MemoryMB = used.MemoryMB, MemoryMaxMB = used.MemoryMaxMB, Allocations = 1, Devices = devices,
        };
    }

    public QuotaAmounts Add(QuotaAmounts other) => Combine(other, 1);

    public QuotaAmounts Subtract(QuotaAmounts other) => Combine(other, -1);

    /// <summary>Whether any amount is less than in <paramref name="before"/>.</summary>
    public bool IsLessThan(QuotaAmounts before) => Cpu < before.Cpu || Cores < before.Cores || MemoryMB < before.MemoryMB || MemoryMaxMB < before.MemoryMaxMB
        || Allocations < before.Allocations || before.Devices.OrEmpty().Any(device => Devices.OrEmpty().GetValueOrDefault(device.Key) < device.Value);

    /// <summary>The first limit that this use and <paramref name="asked"/> together would pass, in words; null when all hold. What is not asked does not count.</summary>
    public string? Exceeded(QuotaAmounts asked, QuotaResources limit) =>
        Over("cpu", Cpu, asked.Cpu, limit.CPU) ?? Over("cores", Cores, asked.Cores, limit.Cores) ?? Over("memory", MemoryMB, asked.MemoryMB, limit.MemoryMB)
        ?? Over("memory_max", MemoryMaxMB, asked.MemoryMaxMB, limit.MemoryMaxMB) ?? Over("allocations", Allocations, asked.Allocations, limit.Allocations)
        ?? limit.Devices.OrEmpty().Select(device => Over("device " + device.Name, Count(device.Name), asked.Count(device.Name), device.Count)).FirstOrDefault(text => text is not null);

    /// <summary>Devices that a limit's name covers: a type, a vendor/type, or a whole name.</summary>
    public long Count(string name)
    {
        var sum = 0L;
        foreach (var (whole, count) in Devices.OrEmpty())
            if (whole == name || whole.StartsWith(name + "/", StringComparison.Ordinal) || (!name.Contains('/', StringComparison.Ordinal) && whole.Split('/')[1] == name))
                sum += count;
        return sum;
    }

    private static string? Over(string dimension, long used, long asked, long? limit)
    {
        if (asked <= 0 || limit is null or 0)
            return null;
        var most = Math.Max(0, limit.Value);
        return used + asked > most ? $"{dimension} exhausted ({used + asked} needed > {most} limit)" : null;
    }

    private QuotaAmounts Combine(QuotaAmounts other, int sign)
    {
        var devices = Devices;
        if (other.Devices.OrEmpty().Count > 0)
        {
            var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (name, count) in Devices.OrEmpty())
                sum[name] = count;
            foreach (var (name, count) in other.Devices.OrEmpty())
                if ((sum[name] = sum.GetValueOrDefault(name) + sign * count) == 0)
                    sum.Remove(name);
            devices = sum.Count == 0 ? null : sum;
        }
        return new QuotaAmounts
        {
            Cpu = Cpu + sign * other.Cpu, Cores = Cores + sign * other.Cores, MemoryMB = MemoryMB + sign * other.MemoryMB,
            MemoryMaxMB = MemoryMaxMB + sign * other.MemoryMaxMB, Allocations = Allocations + sign * other.Allocations, Devices = devices,
        };
    }
}
