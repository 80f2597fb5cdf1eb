using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc status</c>: one allocation with its tasks and what happened to them.</summary>
public sealed class AllocStatusCommand : Command
{
    public override string Name => "alloc status";

    public override string Synopsis => "Display allocation status information and metadata";

    public override string Usage => "[options] <allocation>";

    public override string Description => "Display information about existing allocations and its tasks. This command can be used to inspect the current status of an " +
        "allocation, including its running status, metadata, and verbose failure messages reported by internal subsystems.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one of the following argument conditions:\n * A single <allocation>\n * No arguments, with output format specified";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("short", "Only the most important."),
        Flag.Boolean("stats", "Detailed resource usage."),
        Flag.Boolean("verbose", "Full ids, absolute times, placement metrics."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
        {
            if (!call.Flags.Boolean("json") && call.Flags.Text("t").Length == 0)
                throw CommandFailure.Usage(ArgumentsRule);
            var all = await NodeStatusCommand.Asking(call, "Error querying allocations", () => call.Api.Allocations.ListAsync(null, call.Stop));
            JsonText.Printed(call, all.Value, ModelJson.Default.ListOfAllocListStub);
            return 0;
        }
        // Several candidates are an answer here, not an error.
        var allocation = await AllocationSelection.AllocationAsync(call, AllocationSelection.Words with { AmbiguousExitCode = 0 }, call.Terminal.Out);
        if (!JsonText.Printed(call, allocation, ModelJson.Default.Allocation))
            await new AllocStatusText(call, allocation).PrintAsync();
        return 0;
    }
}
