using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job allocs</c>: the allocations of a job.</summary>
public sealed class JobAllocsCommand : Command
{
    public override string Name => "job allocs";

    public override string Synopsis => "List allocations for a job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Boolean("all", "Include those of earlier jobs with the same id."), Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var all = (await NodeStatusCommand.Asking(call, "Error retrieving allocations",
            () => call.Api.Jobs.AllocationsAsync(id, call.Flags.Boolean("all"), new Query { Namespace = space }, call.Stop))).Value;
        if (!JsonText.Printed(call, all, ModelJson.Default.ListOfAllocListStub))
            call.Line(AllocationTable.Of(all, call));
        return 0;
    }
}
