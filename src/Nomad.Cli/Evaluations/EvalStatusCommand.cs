using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Evaluations;
using Nomad.Model.Json;

namespace Nomad.Cli.Evaluations;

/// <summary><c>eval status</c>: one evaluation, what it placed and what it could not place.</summary>
/// <param name="monitors">The <c>eval-monitor</c> of the first releases, which did nothing else.</param>
public sealed class EvalStatusCommand(bool monitors = false) : Command
{
    private static readonly SelectionWords Words = new("Identifier", "evaluation(s)", "Error querying evaluation");

    public override string Name => "eval status";

    public override string Synopsis => "Display evaluation status and placement failure reasons";

    public override string Usage => "[options] <evaluation>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <evaluation>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("monitor", "Follow the evaluation to its end."),
        Flag.Boolean("verbose", "Full ids and absolute times."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
        {
            if (monitors || !call.Flags.Boolean("json") && call.Flags.Text("t").Length == 0)
                throw CommandFailure.Usage(ArgumentsRule);
            var all = await NodeStatusCommand.Asking(call, "Error querying evaluations", () => call.Api.Evaluations.ListAsync(null, call.Stop));
            JsonText.Printed(call, all.Value, ModelJson.Default.ListOfEvaluation);
            return 0;
        }
        var evaluation = await Selection.OneAsync(call.Arguments[0], Words,
            async prefix => (await call.Api.Evaluations.ListAsync(new Query { Prefix = prefix }, call.Stop)).Value,
            candidate => candidate.ID, candidates => call.Terminal.Error.WriteLine("Prefix matched multiple evaluations\n\n" + EvaluationTable.Of(candidates, call)));
        if (monitors || call.Flags.Boolean("monitor"))
            return await new EvaluationMonitor(call).RunAsync(evaluation.ID);
        evaluation = (await NodeStatusCommand.Asking(call, "Error querying evaluation", () => call.Api.Evaluations.GetAsync(evaluation.ID, stop: call.Stop))).Value;
        if (!JsonText.Printed(call, evaluation, ModelJson.Default.Evaluation))
            await PrintAsync(call, evaluation);
        return 0;
    }

    private static async Task PrintAsync(CommandCall call, Evaluation evaluation)
    {
        call.Line(Block(call, evaluation));
        var placed = (await call.Api.Evaluations.AllocationsAsync(evaluation.ID, stop: call.Stop)).Value;
        if (placed.Count > 0)
        {
            call.Title("Placed Allocations");
            call.Line(AllocationTable.Of(placed, call));
        }
        var failures = evaluation.FailedTGAllocs.OrEmpty();
        if (failures.Count == 0)
            return;
        call.Title("Failed Placements");
        foreach (var (group, metric) in failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            call.Line(PlacementText.Header(group, metric));
            foreach (var line in PlacementText.Lines(metric, "  "))
                call.Line(line);
            call.Line();
        }
        if (evaluation.BlockedEval.Length > 0)
            call.Line($"Evaluation \"{call.Ids.Of(evaluation.BlockedEval)}\" waiting for additional capacity to place remainder");
    }

    private static string Block(CommandCall call, Evaluation evaluation)
    {
        var now = call.Time.GetUtcNow();
        return new KeyValues()
            .Add("ID", call.Ids.Of(evaluation.ID))
            .Add("Create Time", TimeText.Of(evaluation.CreateTime, now, call.Verbose))
            .Add("Modify Time", TimeText.Of(evaluation.ModifyTime, now, call.Verbose))
            .Add("Status", evaluation.Status)
            .Add("Status Description", evaluation.StatusDescription.Length > 0 ? evaluation.StatusDescription : evaluation.Status)
            .Add("Type", evaluation.Type)
            .Add("TriggeredBy", evaluation.TriggeredBy)
            .AddIf(evaluation.JobID.Length > 0, "Job ID", () => evaluation.JobID)
            .AddIf(evaluation.JobID.Length > 0, "Namespace", () => evaluation.Namespace)
            .AddIf(evaluation.NodeID.Length > 0, "Node ID", () => evaluation.NodeID)
            .Add("Priority", evaluation.Priority.ToString())
            .Add("Placement Failures", EvaluationTable.Failures(evaluation))
            .AddIf(evaluation.WaitUntil > now, "Wait Until", () => TimeText.OfTask(evaluation.WaitUntil))
            .AddIf(evaluation.QuotaLimitReached.Length > 0, "Quota Limit Reached", () => evaluation.QuotaLimitReached)
            .AddIf(call.Verbose, "Previous Eval", () => evaluation.PreviousEval)
            .AddIf(call.Verbose, "Next Eval", () => evaluation.NextEval)
            .AddIf(call.Verbose, "Blocked Eval", () => evaluation.BlockedEval)
            .ToString();
    }
}
