using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Evaluations;
using Nomad.Model.Requests;

namespace Nomad.Cli.Evaluations;

/// <summary><c>eval delete</c>: removes one evaluation, or all for which an expression holds, while the evaluation broker is paused.</summary>
public sealed class EvalDeleteCommand : Command
{
    private static readonly SelectionWords Words = new("Evaluation ID", "evaluation(s)", "Error querying evaluation");

    public override string Name => "eval delete";

    public override string Synopsis => "Delete evaluations by ID or using a filter";

    public override string Usage => "[options] <evaluation>";

    public override string Description => "Removes evaluations from the servers. This is for emergencies, when they are too many to be worked out: the evaluation broker must be paused " +
        "(\"nomad operator scheduler set-config -pause-eval-broker=true\"), and evaluations with living allocations stay.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <evaluation>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Text("filter", "expression", "All evaluations for which the expression holds."), Flag.Boolean("yes", "Ask nothing.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var filter = call.Flags.Text("filter");
        if (call.Arguments.Count == 1 && filter.Length > 0)
            throw CommandFailure.Usage("Evaluation ID and filter flag can't be used together");
        if (call.Arguments.Count == 0 && filter.Length == 0)
            throw CommandFailure.Usage("Either an evaluation ID or the filter flag is needed");
        var scheduler = await NodeStatusCommand.Asking(call, "Error querying scheduler configuration", () => call.Api.Operator.SchedulerConfigurationAsync(stop: call.Stop));
        if (scheduler.Value.SchedulerConfig is not { PauseEvalBroker: true })
            throw new CommandFailure("Eval broker is not paused: pause it to delete evaluations, with \"nomad operator scheduler set-config -pause-eval-broker=true\"");
        var found = await FindAsync(call, filter);
        if (found.Count == 0)
        {
            call.Line("No evals found");
            return 0;
        }
        if (!call.Flags.Boolean("yes"))
        {
            call.Line(EvaluationTable.Of(found, call));
            call.Line();
            if (!Confirmation.Asked(call, $"Are you sure you want to delete {Counted(found.Count)}? [y/N]", "Cancelling eval deletion", out var code))
                return code;
        }
        var request = filter.Length > 0 ? new EvalDeleteRequest { Filter = filter } : new EvalDeleteRequest { EvalIDs = [found[0].ID] };
        var deleted = await NodeStatusCommand.Asking(call, "Error deleting evaluations", () => call.Api.Evaluations.DeleteAsync(request, call.Stop));
        call.Line($"Successfully deleted {Counted(deleted.Count)}");
        return 0;
    }

    private static async Task<IReadOnlyList<Evaluation>> FindAsync(CommandCall call, string filter) => filter.Length > 0
        ? (await NodeStatusCommand.Asking(call, "Error querying evaluations", () => call.Api.Evaluations.ListAsync(new Query { Filter = filter, Namespace = "*" }, call.Stop))).Value
        : [await Selection.OneAsync(call.Arguments[0], Words, async prefix => (await call.Api.Evaluations.ListAsync(new Query { Prefix = prefix }, call.Stop)).Value,
            candidate => candidate.ID, candidates => call.Terminal.Error.WriteLine("Prefix matched multiple evaluations\n\n" + EvaluationTable.Of(candidates, call)))];

    private static string Counted(int count) => count == 1 ? "1 evaluation" : $"{count} evaluations";
}
