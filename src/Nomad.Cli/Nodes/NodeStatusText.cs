using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Model.Stats;

namespace Nomad.Cli.Nodes;

/// <summary>One node as people read it (spec cli §8).</summary>
internal sealed class NodeStatusText(CommandCall call, Node node)
{
    public async Task PrintAsync()
    {
        var shortForm = call.Flags.Boolean("short");
        var allocations = (await NodeStatusCommand.Asking(call, "Error querying node allocations", () => call.Api.Nodes.AllocationsAsync(node.ID, stop: call.Stop))).Value;
        var stats = shortForm ? null : await StatsAsync();
        call.Line(Block(shortForm, stats));
        if (!shortForm)
        {
            if (call.Verbose)
                Drivers();
            Events();
            await ResourcesAsync(allocations, stats);
            if (call.Flags.Boolean("stats") && stats is not null)
                Detailed(stats);
        }
        call.Title("Allocations");
        call.Line(AllocationTable.Of([.. allocations.OrderByDescending(a => a.CreateIndex).ThenByDescending(a => a.CreateTime).Select(Stub)], call));
        if (call.Verbose)
            Pairs("Attributes", node.Attributes.OrEmpty());
        if (call.Verbose || node.Meta.OrEmpty().Count > 0 && !shortForm && call.Verbose)
            Pairs("Meta", node.Meta.OrEmpty());
    }

    internal static AllocListStub Stub(Allocation allocation) => new()
    {
        ID = allocation.ID, EvalID = allocation.EvalID, Name = allocation.Name, Namespace = allocation.Namespace, NodeID = allocation.NodeID,
        NodeName = allocation.NodeName, JobID = allocation.JobID, JobVersion = allocation.Job?.Version ?? 0, TaskGroup = allocation.TaskGroup,
        DesiredStatus = allocation.DesiredStatus, ClientStatus = allocation.ClientStatus, CreateTime = allocation.CreateTime, ModifyTime = allocation.ModifyTime,
        CreateIndex = allocation.CreateIndex, ModifyIndex = allocation.ModifyIndex,
    };

    private string Block(bool shortForm, HostStats? stats) => new KeyValues()
        .Add("ID", node.ID)
        .Add("Name", node.Name)
        .Add("Node Pool", node.NodePool)
        .Add("Class", node.NodeClass)
        .Add("DC", node.Datacenter)
        .Add("Drain", DrainText())
        .Add("Eligibility", node.SchedulingEligibility)
        .Add("Status", NodeStatusCommand.Painted(call.Paint, node.Status))
        .Add("CSI Controllers", string.Join(",", node.CSIControllerPlugins.OrEmpty().Keys.Order(StringComparer.Ordinal)))
        .Add("CSI Drivers", string.Join(",", node.CSINodePlugins.OrEmpty().Keys.Order(StringComparer.Ordinal)))
        .AddIf(stats is not null, "Uptime", () => TimeSpanText(stats!.Uptime))
        .AddIf(!call.Verbose, "Host Volumes", () => string.Join(",", node.HostVolumes.OrEmpty().Keys.Order(StringComparer.Ordinal)))
        .AddIf(!call.Verbose, "Host Networks", () => string.Join(",", node.HostNetworks.OrEmpty().Keys.Order(StringComparer.Ordinal)))
        .AddIf(!call.Verbose, "CSI Volumes", () => "")
        .AddIf(!call.Verbose, shortForm ? "Drivers" : "Driver Status", DriverList)
        .ToString();

    private string DrainText()
    {
        if (node.DrainStrategy is not { } drain)
            return "false";
        var text = drain.Deadline.Nanoseconds < 0 ? "true; force drain"
            : drain.ForceDeadline.Year <= 1 ? "true; no deadline"
            : $"true; {TimeText.Absolute(drain.ForceDeadline)} deadline";
        return drain.IgnoreSystemJobs ? text + "; ignoring system jobs" : text;
    }

    private string DriverList() => string.Join(",", node.Drivers.OrEmpty().Where(driver => driver.Value.Detected).OrderBy(driver => driver.Key, StringComparer.Ordinal)
        .Select(driver => driver.Value.Healthy ? driver.Key : driver.Key + " (unhealthy)"));

    private void Drivers()
    {
        call.Title("Drivers");
        var table = new ColumnTable("Driver", "Detected", "Healthy", "Message", "Time");
        foreach (var (name, driver) in node.Drivers.OrEmpty().OrderBy(driver => driver.Key, StringComparer.Ordinal))
            table.Add(name, driver.Detected ? "true" : "false", driver.Healthy ? "true" : "false", driver.HealthDescription, TimeText.OfTask(driver.UpdateTime));
        call.Line(table.ToString());
    }

    private void Events()
    {
        call.Title("Node Events");
        var table = call.Verbose ? new ColumnTable("Time", "Subsystem", "Message", "Details") : new ColumnTable("Time", "Subsystem", "Message");
        foreach (var entry in node.Events.OrEmpty().Reverse())
        {
            string[] row = [TimeText.OfTask(entry.Timestamp), entry.Subsystem, entry.Message];
            table.Add(call.Verbose ? [.. row, string.Join(" ", entry.Details.OrEmpty().Select(detail => $"{detail.Key} : {detail.Value}"))] : row);
        }
        call.Line(table.ToString());
    }

    private async Task ResourcesAsync(IReadOnlyList<Allocation> allocations, HostStats? stats)
    {
        var running = allocations.Where(a => a.DesiredStatus == "run" && a.ClientStatus is "pending" or "running").ToArray();
        var tasks = running.SelectMany(a => a.AllocatedResources?.Tasks.OrEmpty().Values ?? []).ToArray();
        var (cpu, memory, disk) = Capacity();
        call.Title("Allocated Resources");
        call.Line(new ColumnTable("CPU", "Memory", "Disk", "Alloc Count").Add(
            $"{tasks.Sum(task => task.Cpu.CpuShares)}/{cpu} MHz",
            $"{Size.Megabytes(tasks.Sum(task => task.Memory.MemoryMB))}/{Size.Megabytes(memory)}",
            $"{Size.Megabytes(running.Sum(a => a.AllocatedResources?.Shared.DiskMB ?? 0))}/{Size.Megabytes(disk)}",
            node.NodeMaxAllocs > 0 ? $"{running.Length}/{node.NodeMaxAllocs}" : running.Length.ToString()).ToString());
        if (stats is null)
            return;
        var (usedCpu, usedMemory) = await UsedAsync(running);
        call.Title("Allocation Resource Utilization");
        call.Line(new ColumnTable("CPU", "Memory").Add($"{usedCpu:0}/{cpu} MHz", $"{Size.Bytes(usedMemory)}/{Size.Megabytes(memory)}").ToString());
        call.Title("Host Resource Utilization");
        var storage = stats.DiskStats.OrEmpty().FirstOrDefault(d => d.Mountpoint == "/") ?? stats.AllocDirStats;
        call.Line(new ColumnTable("CPU", "Memory", "Disk").Add($"{stats.CPUTicksConsumed:0}/{cpu} MHz",
            stats.Memory is { } m ? $"{Size.Bytes(m.Used)}/{Size.Bytes(m.Total)}" : "",
            storage is null ? "" : $"{Size.Bytes(storage.Used)}/{Size.Bytes(storage.Size)}").ToString());
    }

    private async Task<(double Cpu, double Memory)> UsedAsync(Allocation[] running)
    {
        double cpu = 0, memory = 0;
        foreach (var allocation in running.Where(a => a.ClientStatus == "running"))
        {
            try
            {
                var usage = (await call.Api.Allocations.StatsAsync(allocation.ID, stop: call.Stop)).Value.ResourceUsage;
                cpu += usage?.CpuStats?.TotalTicks ?? 0;
                memory += usage?.MemoryStats is { } m ? Math.Max(m.RSS, m.Usage) : 0;
            }
            catch (NomadApiException)
            {
                // It ended between the list and the question.
            }
        }
        return (cpu, memory);
    }

    private (long Cpu, long Memory, long Disk) Capacity()
    {
        var (all, reserved) = (node.NodeResources ?? new(), node.ReservedResources ?? new());
        return (all.Cpu.CpuShares - (long)reserved.Cpu.CpuShares, all.Memory.MemoryMB - (long)reserved.Memory.MemoryMB, all.Disk.DiskMB - (long)reserved.Disk.DiskMB);
    }

    private void Detailed(HostStats stats)
    {
        call.Title("CPU Stats");
        call.Line(string.Join("\n\n", stats.CPU.OrEmpty().Select(cpu => new KeyValues()
            .Add("CPU", cpu.CPU).Add("User", Percent(cpu.User)).Add("System", Percent(cpu.System)).Add("Idle", Percent(cpu.Idle)).ToString())));
        call.Title("Memory Stats");
        if (stats.Memory is { } memory)
            call.Line(new KeyValues().Add("Total", Size.Bytes(memory.Total)).Add("Available", Size.Bytes(memory.Available))
                .Add("Used", Size.Bytes(memory.Used)).Add("Free", Size.Bytes(memory.Free)).ToString());
        call.Title("Disk Stats");
        call.Line(string.Join("\n\n", stats.DiskStats.OrEmpty().Select(disk => new KeyValues()
            .Add("Device", disk.Device).Add("MountPoint", disk.Mountpoint).Add("Size", Size.Bytes(disk.Size)).Add("Used", Size.Bytes(disk.Used))
            .Add("Available", Size.Bytes(disk.Available)).Add("Used Percent", Percent(disk.UsedPercent)).Add("Inodes Percent", Percent(disk.InodesUsedPercent)).ToString())));
    }

    private void Pairs(string title, IReadOnlyDictionary<string, string> pairs)
    {
        call.Title(title);
        var block = new KeyValues();
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            block.Add(key, value);
        call.Line(block.ToString());
    }

    private async Task<HostStats?> StatsAsync()
    {
        try
        {
            return (await call.Api.Nodes.StatsAsync(node.ID, stop: call.Stop)).Value;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            call.Warn($"error fetching node stats: {problem.Message}\nerror fetching node stats: actual resource usage not present");
            return null;
        }
    }

    private static string TimeSpanText(ulong seconds) => Duration.FromSeconds(seconds).ToString();

    private static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + "%";
}
