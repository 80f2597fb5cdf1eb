using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc signal</c>: sends a signal to the tasks of an allocation.</summary>
public sealed class AllocSignalCommand : Command
{
    public override string Name => "alloc signal";

    public override string Synopsis => "Signal a running allocation";

    public override string Usage => "[options] <allocation> <task>";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes up to two arguments: <alloc-id> <task>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("s", "signal", "The signal. Default: SIGKILL"), Flag.Text("task", "task", "Only this task."), Flag.Boolean("verbose", "Full ids."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var allocation = await AllocationSelection.AllocationAsync(call);
        try
        {
            await call.Api.Allocations.SignalAsync(allocation.ID, call.Flags.Text("task", call.Arguments.ElementAtOrDefault(1) ?? ""),
                call.Flags.Text("s", "SIGKILL"), call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error signalling allocation: {problem.Message}");
        }
    }
}
