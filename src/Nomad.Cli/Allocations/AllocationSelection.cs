using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Cli.Allocations;

/// <summary>Chooses the allocation and the task that a command is about (spec cli §4).</summary>
internal static class AllocationSelection
{
    public static readonly SelectionWords Words = new("Identifier", "allocation(s)", "Error querying allocation");

    /// <summary>The allocation that the first argument means: its id, or with <c>-job</c> any of a job, a running one if there is one.</summary>
    public static async Task<Allocation> AllocationAsync(CommandCall call, SelectionWords? words = null, TextWriter? candidates = null)
    {
        var id = call.Flags.Boolean("job") ? await OfJobAsync(call) : (await Selection.OneAsync(call.Arguments[0], words ?? Words,
            async prefix => (await call.Api.Allocations.ListAsync(new Query { Prefix = prefix }, call.Stop)).Value,
            candidate => candidate.ID,
            several => (candidates ?? call.Terminal.Error).WriteLine("Prefix matched multiple allocations\n\n" + AllocationTable.Of(several, call)))).ID;
        return (await NodeStatusCommand.Asking(call, "Error querying allocation", () => call.Api.Allocations.GetAsync(id, stop: call.Stop))).Value;
    }

    /// <summary>The task: <c>-task</c>, else an argument, else the only one of the group.</summary>
    public static string Task(CommandCall call, Allocation allocation, string? argument, string trouble = "")
    {
        var named = call.Flags.Text("task", argument ?? "");
        if (named.Length > 0)
            return named;
        var tasks = allocation.Job?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == allocation.TaskGroup)?.Tasks.OrEmpty() ?? [];
        if (tasks.Count == 1)
            return tasks[0].Name;
        throw new CommandFailure($"{trouble}Allocation \"{call.Ids.Of(allocation.ID)}\" is running the following tasks:\n" +
            string.Join("\n", tasks.Select(task => "  * " + task.Name)) + "\n\nPlease specify the task.");
    }

    /// <summary>Refuses a task that the allocation does not have, naming those it has.</summary>
    public static void RequireTask(Allocation allocation, string task)
    {
        var tasks = allocation.Job?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == allocation.TaskGroup)?.Tasks.OrEmpty() ?? [];
        if (tasks.All(candidate => candidate.Name != task))
            throw new CommandFailure($"Could not find task named: {task}, found:\n" + string.Join("\n", tasks.Select(candidate => candidate.Name)));
    }

    private static async Task<string> OfJobAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error fetching allocations");
        var all = (await NodeStatusCommand.Asking(call, "Error fetching allocations",
            () => call.Api.Jobs.AllocationsAsync(id, false, new Query { Namespace = space }, call.Stop))).Value;
        var group = call.Flags.Text("group");
        var found = all.Where(a => group.Length == 0 || a.TaskGroup == group).ToArray();
        var running = found.Where(a => a.ClientStatus == "running").ToArray();
        var candidates = running.Length > 0 ? running : found;
        return candidates.Length > 0 ? candidates[Random.Shared.Next(candidates.Length)].ID
            : throw new CommandFailure($"Error fetching allocations: job \"{id}\" {(group.Length > 0 ? $"has no allocations of group \"{group}\"" : "doesn't exist or it has no allocations")}");
    }
}
