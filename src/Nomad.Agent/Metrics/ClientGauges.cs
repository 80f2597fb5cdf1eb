using Nomad.Client.Stats;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Stats;

namespace Nomad.Agent.Metrics;

/// <summary>What a client holds and what its machine has.</summary>
internal static class ClientGauges
{
    /// <summary>What is promised to allocations, what is left, and how many there are.</summary>
    public static void AddTo(GaugeList gauges, ClientFigures figures)
    {
        var labels = NodeLabels(figures);
        var (given, all) = (figures.Allocated, ComparableResources.Of(figures.Node));
        gauges.Add("client.allocated.cpu", given.CpuShares, labels);
        gauges.Add("client.allocated.memory", given.MemoryMB, labels);
        gauges.Add("client.allocated.max_memory", given.MemoryMaxMB, labels);
        gauges.Add("client.allocated.disk", given.DiskMB, labels);
        gauges.Add("client.unallocated.cpu", all.CpuShares - given.CpuShares, labels);
        gauges.Add("client.unallocated.memory", all.MemoryMB - given.MemoryMB, labels);
        gauges.Add("client.unallocated.disk", all.DiskMB - given.DiskMB, labels);
        int Allocations(string status) => figures.Allocations.GetValueOrDefault(status);
        gauges.Add("client.allocations.pending", Allocations(AllocClientStatus.Pending), labels);
        gauges.Add("client.allocations.running", Allocations(AllocClientStatus.Running), labels);
        gauges.Add("client.allocations.terminal", Allocations(AllocClientStatus.Complete) + Allocations(AllocClientStatus.Failed), labels);
        foreach (var state in (string[])[TaskStateNames.Pending, TaskStateNames.Running, TaskStateNames.Dead])
            gauges.Add("client.tasks." + state, figures.Tasks.GetValueOrDefault(state), labels);
    }

    /// <summary>The machine.</summary>
    public static void AddHost(GaugeList gauges, ClientFigures figures, HostStats host)
    {
        var labels = NodeLabels(figures);
        gauges.Add("client.uptime", host.Uptime, labels);
        if (host.Memory is { } memory)
        {
            gauges.Add("client.host.memory.total", memory.Total, labels);
            gauges.Add("client.host.memory.available", memory.Available, labels);
            gauges.Add("client.host.memory.used", memory.Used, labels);
            gauges.Add("client.host.memory.free", memory.Free, labels);
        }
        foreach (var core in host.CPU.OrEmpty())
        {
            var own = With(labels, ("cpu", core.CPU));
            gauges.Add("client.host.cpu.total_percent", core.TotalPercent, own);
            gauges.Add("client.host.cpu.total", core.TotalPercent, own);
            gauges.Add("client.host.cpu.total_ticks", core.TotalTicks, own);
            gauges.Add("client.host.cpu.user", core.User, own);
            gauges.Add("client.host.cpu.system", core.System, own);
            gauges.Add("client.host.cpu.idle", core.Idle, own);
        }
        foreach (var disk in host.DiskStats.OrEmpty())
        {
            var own = With(labels, ("disk", disk.Device));
            gauges.Add("client.host.disk.size", disk.Size, own);
            gauges.Add("client.host.disk.used", disk.Used, own);
            gauges.Add("client.host.disk.available", disk.Available, own);
            gauges.Add("client.host.disk.used_percent", disk.UsedPercent, own);
            gauges.Add("client.host.disk.inodes_percent", disk.InodesUsedPercent, own);
        }
    }

    /// <summary>A task at work: only the figures its driver measured.</summary>
    public static void AddTask(GaugeList gauges, Allocation allocation, string task, TaskResourceUsage usage)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["job"] = allocation.JobID, ["task_group"] = allocation.TaskGroup, ["alloc_id"] = allocation.ID, ["task"] = task, ["namespace"] = allocation.Namespace,
        };
        var promised = (allocation.AllocatedResources?.Tasks).OrEmpty().GetValueOrDefault(task);
        if (usage.ResourceUsage?.MemoryStats is { } memory)
        {
            Measured(gauges, "client.allocs.memory.", memory.Measured, labels,
                ("RSS", "rss", memory.RSS), ("Cache", "cache", memory.Cache), ("Swap", "swap", memory.Swap), ("Mapped File", "mapped_file", memory.MappedFile),
                ("Usage", "usage", memory.Usage), ("Max Usage", "max_usage", memory.MaxUsage));
            gauges.Add("client.allocs.memory.allocated", (promised?.Memory.MemoryMB ?? 0) * (double)(1 << 20), labels);
        }
        if (usage.ResourceUsage?.CpuStats is { } cpu)
        {
            Measured(gauges, "client.allocs.cpu.", cpu.Measured, labels,
                ("Percent", "total_percent", cpu.Percent), ("System Mode", "system", cpu.SystemMode), ("User Mode", "user", cpu.UserMode),
                ("Throttled Time", "throttled_time", cpu.ThrottledTime), ("Throttled Periods", "throttled_periods", cpu.ThrottledPeriods));
            gauges.Add("client.allocs.cpu.total_ticks", cpu.TotalTicks, labels);
            gauges.Add("client.allocs.cpu.allocated", promised?.Cpu.CpuShares ?? 0, labels);
        }
    }

    private static void Measured(GaugeList gauges, string prefix, IReadOnlyList<string>? measured, IReadOnlyDictionary<string, string> labels,
        params ReadOnlySpan<(string Field, string Name, double Value)> figures)
    {
        foreach (var (field, name, value) in figures)
        {
            if (measured.OrEmpty().Contains(field))
                gauges.Add(prefix + name, value, labels);
        }
    }

    private static Dictionary<string, string> NodeLabels(ClientFigures figures) => new(StringComparer.Ordinal)
    {
        ["node_id"] = figures.Node.ID,
        ["datacenter"] = figures.Node.Datacenter,
        ["node_class"] = figures.Node.NodeClass is { Length: > 0 } named ? named : "none",
        ["node_pool"] = figures.Node.NodePool,
        ["node_status"] = figures.Node.Status,
        ["node_scheduling_eligibility"] = figures.Node.SchedulingEligibility is { Length: > 0 } eligibility ? eligibility : NodeEligibility.Eligible,
    };

    private static Dictionary<string, string> With(Dictionary<string, string> labels, (string Key, string Value) more) =>
        new(labels, StringComparer.Ordinal) { [more.Key] = more.Value };
}
