using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Model.Jobs;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc pause</c>: pauses a task, lets it run, or leaves it to its schedule.</summary>
public sealed class AllocPauseCommand : Command
{
    public override string Name => "alloc pause";

    public override string Synopsis => "Pause a running allocation";

    public override string Usage => "[options] <allocation> <task>";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes one or two arguments: <alloc-id> <task-name>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("state", "state", "What the task is to do: pause, run, or scheduled (as its schedule says). Default: pause"),
        Flag.Boolean("status", "Only show how the task stands to its schedule."), Flag.Text("task", "task", "This task."), Flag.Boolean("verbose", "Full ids."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var state = call.Flags.Text("state", ScheduleStates.Pause);
        if (state is not (ScheduleStates.Pause or ScheduleStates.Run or ScheduleStates.Scheduled))
            throw new CommandFailure($"Invalid value for -state: \"{state}\"; it is one of pause, run, scheduled.");
        var allocation = await AllocationSelection.AllocationAsync(call);
        var task = AllocationSelection.Task(call, allocation, call.Arguments.ElementAtOrDefault(1));
        AllocationSelection.RequireTask(allocation, task);
        try
        {
            if (call.Flags.Boolean("status"))
                call.Line($"Pause state: \"{await call.Api.Allocations.PauseStateAsync(allocation.ID, task, call.Stop)}\"");
            else
                await call.Api.Allocations.PauseAsync(allocation.ID, task, state, call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Failed to pause allocation: {problem.Message}");
        }
    }
}
