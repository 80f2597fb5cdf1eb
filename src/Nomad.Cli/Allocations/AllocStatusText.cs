using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Stats;

namespace Nomad.Cli.Allocations;

/// <summary>One allocation as people read it (spec cli §4).</summary>
internal sealed class AllocStatusText(CommandCall call, Allocation allocation)
{
    private TaskGroup? Group => allocation.Job?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == allocation.TaskGroup);

    public async Task PrintAsync()
    {
        var shortForm = call.Flags.Boolean("short");
        call.Line(shortForm ? ShortBlock() : Block());
        if (shortForm)
        {
            ShortTasks();
            return;
        }
        Addresses();
        var usage = await UsageAsync();
        foreach (var (name, state, task) in Tasks())
            Show(name, state, task, usage?.Tasks.OrEmpty().GetValueOrDefault(name)?.ResourceUsage);
        if (call.Verbose)
            Scores();
    }

    private string When(long nanoseconds) => TimeText.Of(nanoseconds, call.Time.GetUtcNow(), call.Verbose);

    private string ShortBlock() => new KeyValues()
        .Add("ID", allocation.ID).Add("Name", allocation.Name).Add("Created", When(allocation.CreateTime)).Add("Modified", When(allocation.ModifyTime)).ToString();

    private string Block()
    {
        var metric = allocation.Metrics ?? new();
        return new KeyValues()
            .Add("ID", allocation.ID)
            .Add("Eval ID", call.Ids.Of(allocation.EvalID))
            .Add("Name", allocation.Name)
            .Add("Node ID", call.Ids.Of(allocation.NodeID))
            .Add("Node Name", allocation.NodeName)
            .Add("Job ID", allocation.JobID)
            .Add("Job Version", (allocation.Job?.Version ?? 0).ToString(CultureInfo.InvariantCulture))
            .Add("Client Status", allocation.ClientStatus)
            .Add("Client Description", allocation.ClientDescription)
            .Add("Desired Status", allocation.DesiredStatus)
            .Add("Desired Description", allocation.DesiredDescription)
            .Add("Created", When(allocation.CreateTime))
            .Add("Modified", When(allocation.ModifyTime))
            .AddIf(allocation.DeploymentID.Length > 0, "Deployment ID", () => call.Ids.Of(allocation.DeploymentID))
            .AddIf(allocation.DeploymentID.Length > 0, "Deployment Health",
                () => allocation.DeploymentStatus?.Healthy is { } healthy ? healthy ? "healthy" : "unhealthy" : "unset")
            .AddIf(allocation.DeploymentStatus?.Canary == true, "Canary", () => "true")
            .AddIf(allocation.RescheduleTracker?.Events.OrEmpty().Count > 0, "Reschedule Attempts", Attempts)
            .AddIf(allocation.NextAllocation.Length > 0, "Replacement Alloc ID", () => call.Ids.Of(allocation.NextAllocation))
            .AddIf(call.Verbose, "Evaluated Nodes", () => metric.NodesEvaluated.ToString())
            .AddIf(call.Verbose, "Filtered Nodes", () => metric.NodesFiltered.ToString())
            .AddIf(call.Verbose, "Exhausted Nodes", () => metric.NodesExhausted.ToString())
            .AddIf(call.Verbose, "Allocation Time", () => metric.AllocationTime.ToString())
            .AddIf(call.Verbose, "Failures", () => metric.CoalescedFailures.ToString())
            .ToString();
    }

    private string Attempts()
    {
        var made = allocation.RescheduleTracker!.Events.OrEmpty().Count;
        return Group?.ReschedulePolicy is { Unlimited: false } policy ? $"{made}/{policy.Attempts}" : $"{made}";
    }

    private void Addresses()
    {
        var ports = allocation.AllocatedResources?.Shared.Ports.OrEmpty() ?? [];
        if (ports.Count == 0)
            return;
        var mode = allocation.AllocatedResources!.Shared.Networks.OrEmpty().FirstOrDefault()?.Mode ?? "";
        call.Title(mode is "" or "host" ? "Allocation Addresses:" : $"Allocation Addresses (mode = \"{mode}\"):");
        var table = new ColumnTable("Label", "Dynamic", "Address");
        foreach (var port in ports)
            table.Add("*" + port.Label, "yes", $"{port.HostIP}:{port.Value}" + (port.To > 0 ? $" -> {port.To}" : ""));
        call.Line(table.ToString());
    }

    private void ShortTasks()
    {
        call.Title("Tasks");
        var table = new ColumnTable("Name", "State", "Last Event", "Time", "Lifecycle");
        foreach (var (name, state, task) in Tasks())
        {
            var last = state.Events.OrEmpty().LastOrDefault();
            table.Add(name, state.State, last?.Type ?? "", last is null ? "" : TimeText.OfTask(TimeText.FromUnixNanoseconds(last.Time)),
                task?.Lifecycle is { } lifecycle ? Lifecycle(lifecycle) : "main");
        }
        call.Line(table.ToString());
    }

    // Tasks with a lifecycle first, those that end before those that stay; then the main ones; ties by name.
    private IEnumerable<(string Name, TaskState State, JobTask? Task)> Tasks()
    {
        var tasks = (Group?.Tasks.OrEmpty() ?? []).ToDictionary(task => task.Name, StringComparer.Ordinal);
        return allocation.TaskStates.OrEmpty()
            .Select(pair => (Name: pair.Key, State: pair.Value, Task: tasks.GetValueOrDefault(pair.Key)))
            .OrderBy(row => row.Task?.Lifecycle is null ? 2 : row.Task.Lifecycle.Sidecar ? 1 : 0)
            .ThenBy(row => row.Name, StringComparer.Ordinal);
    }

    private static string Lifecycle(TaskLifecycleConfig lifecycle) => lifecycle.Sidecar ? lifecycle.Hook + " sidecar" : lifecycle.Hook;

    private void Show(string name, TaskState state, JobTask? task, ResourceUsage? usage)
    {
        var role = task?.Lifecycle is { } lifecycle ? $" ({Lifecycle(lifecycle)})" : "";
        call.Title($"Task \"{name}\"{role} is \"{state.State}\"{(PauseStandings.IsPaused(state.Paused) ? " (paused)" : "")}");
        Resources(name, usage);
        if (call.Flags.Boolean("stats") && usage is not null)
            Measured(usage);
        call.Line(call.Paint.Bold("Task Events:"));
        call.Line(new KeyValues()
            .Add("Started At", TimeText.OfTask(state.StartedAt)).Add("Finished At", TimeText.OfTask(state.FinishedAt))
            .Add("Total Restarts", state.Restarts.ToString()).Add("Last Restart", TimeText.OfTask(state.LastRestart)).ToString());
        call.Title("Recent Events:");
        var table = new ColumnTable("Time", "Type", "Description") { Empty = "" };
        foreach (var entry in state.Events.OrEmpty().Reverse())
            table.Add(TimeText.OfTask(TimeText.FromUnixNanoseconds(entry.Time)), entry.Type, entry.DisplayMessage.Length > 0 ? entry.DisplayMessage : entry.Message);
        call.Line(table.ToString());
    }

    private void Resources(string name, ResourceUsage? usage)
    {
        if (allocation.AllocatedResources?.Tasks.OrEmpty().GetValueOrDefault(name) is not { } resources)
            return;
        var cpu = $"{(usage?.CpuStats is { } c ? c.TotalTicks.ToString("0", CultureInfo.InvariantCulture) + "/" : "")}{resources.Cpu.CpuShares} MHz";
        var limit = Size.Megabytes(resources.Memory.MemoryMB);
        var memory = usage?.MemoryStats is { } m ? $"{Size.Bytes(Math.Max(m.RSS, m.Usage))}/{limit}" : limit;
        call.Line("Task Resources:");
        var cores = resources.Cpu.ReservedCores.OrEmpty().Count;
        var table = new ColumnTable(cores > 0 ? $"CPU ({cores} cores)" : "CPU", "Memory", "Disk", "Addresses") { Empty = "" };
        table.Add(cpu, memory, Size.Megabytes(allocation.AllocatedResources.Shared.DiskMB), "");
        if (resources.Memory.MemoryMaxMB > resources.Memory.MemoryMB)
            table.Add("", "Max: " + Size.Megabytes(resources.Memory.MemoryMaxMB), "", "");
        call.Line(table.ToString());
        call.Line();
    }

    private void Measured(ResourceUsage usage)
    {
        if (usage.MemoryStats is { } memory)
        {
            call.Line("Memory Stats");
            var cells = memory.Measured.OrEmpty().Select(name => (name, Size.Bytes(name switch
            {
                "RSS" => memory.RSS,
                "Cache" => memory.Cache,
                "Swap" => memory.Swap,
                "Mapped File" => memory.MappedFile,
                "Usage" => memory.Usage,
                "Max Usage" => memory.MaxUsage,
                "Kernel Usage" => memory.KernelUsage,
                "Kernel Max Usage" => memory.KernelMaxUsage,
                _ => 0,
            }))).ToArray();
            call.Line(new ColumnTable([.. cells.Select(cell => cell.name)]).Add([.. cells.Select(cell => cell.Item2)]) + "\n");
        }
        if (usage.CpuStats is { } cpu)
        {
            call.Line("CPU Stats");
            var cells = cpu.Measured.OrEmpty().Select(name => (name, name switch
            {
                "Percent" => cpu.Percent.ToString("0.00", CultureInfo.InvariantCulture) + "%",
                "Throttled Periods" => cpu.ThrottledPeriods.ToString(),
                "Throttled Time" => cpu.ThrottledTime.ToString(),
                "User Mode" => cpu.UserMode.ToString("0.00", CultureInfo.InvariantCulture) + "%",
                "System Mode" => cpu.SystemMode.ToString("0.00", CultureInfo.InvariantCulture) + "%",
                _ => "",
            })).ToArray();
            call.Line(new ColumnTable([.. cells.Select(cell => cell.name)]).Add([.. cells.Select(cell => cell.Item2)]) + "\n");
        }
    }

    private void Scores()
    {
        var scores = allocation.Metrics?.ScoreMetaData.OrEmpty() ?? [];
        call.Title("Placement Metrics");
        if (scores.Count == 0)
            return;
        var names = scores.SelectMany(score => score.Scores.OrEmpty().Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var table = new ColumnTable(["Node", .. names, "final score"]);
        foreach (var score in scores)
            table.Add([score.NodeID, .. names.Select(name => Three(score.Scores.OrEmpty().GetValueOrDefault(name))), Three(score.NormScore)]);
        call.Line(table.ToString());
    }

    private static string Three(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private async Task<AllocResourceUsage?> UsageAsync()
    {
        if (allocation.ClientStatus is not ("running" or "complete" or "failed"))
            return null;
        try
        {
            return (await call.Api.Allocations.StatsAsync(allocation.ID, stop: call.Stop)).Value;
        }
        catch (NomadApiException)
        {
            return null; // its node is gone, or has forgotten it
        }
    }
}
