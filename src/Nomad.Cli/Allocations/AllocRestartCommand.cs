using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc restart</c>: restarts the tasks of an allocation in place.</summary>
public sealed class AllocRestartCommand : Command
{
    public override string Name => "alloc restart";

    public override string Synopsis => "Restart a running allocation";

    public override string Usage => "[options] <allocation> <task>";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes one or two arguments: <alloc-id> <task-name>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("all-tasks", "Also tasks that have ended."), Flag.Text("task", "task", "Only this task."), Flag.Boolean("verbose", "Full ids."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var task = call.Flags.Text("task", call.Arguments.ElementAtOrDefault(1) ?? "");
        if (task.Length > 0 && call.Flags.Boolean("all-tasks"))
            throw new CommandFailure("The -all-tasks option is not allowed when restarting a specific task.");
        var allocation = await AllocationSelection.AllocationAsync(call);
        if (task.Length > 0)
            AllocationSelection.RequireTask(allocation, task);
        try
        {
            await call.Api.Allocations.RestartAsync(allocation.ID, task, call.Flags.Boolean("all-tasks"), call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Failed to restart allocation:\n\n{problem.Message}");
        }
    }
}
