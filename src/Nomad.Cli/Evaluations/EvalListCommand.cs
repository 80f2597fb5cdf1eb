using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Evaluations;

/// <summary><c>eval list</c>: all evaluations, page by page.</summary>
public sealed class EvalListCommand : Command
{
    public override string Name => "eval list";

    public override string Synopsis => "List the set of evaluations tracked by Nomad";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("per-page", "n", "Rows a page."), Flag.Text("page-token", "token", "Where the page starts."),
        Flag.Text("filter", "expression", "Only evaluations for which the expression holds."),
        Flag.Text("job", "id", "Only evaluations of this job."), Flag.Text("status", "status", "Only evaluations with this status."),
        Flag.Boolean("verbose", "Full ids."), Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var query = new Query { PerPage = (int)call.Flags.Number("per-page"), NextToken = call.Flags.Text("page-token"), Filter = call.Flags.Text("filter") }
            .With("job", call.Flags.Text("job")).With("status", call.Flags.Text("status"));
        var answer = await NodeStatusCommand.Asking(call, "Error querying evaluations", () => call.Api.Evaluations.ListAsync(query, call.Stop));
        if (JsonText.Printed(call, answer.Value, ModelJson.Default.ListOfEvaluation))
            return 0;
        if (answer.Value.Count == 0)
        {
            call.Line("No evals found");
            return 0;
        }
        var table = new ColumnTable("ID", "Priority", "Triggered By", "Job ID", "Namespace", "Node ID", "Status", "Placement Failures");
        foreach (var e in answer.Value)
            table.Add(call.Ids.Of(e.ID), e.Priority.ToString(), e.TriggeredBy, e.JobID, e.Namespace, call.Ids.Of(e.NodeID), e.Status, EvaluationTable.Failures(e));
        call.Line(table.ToString());
        if (answer.NextToken.Length > 0)
            call.Line($"\nResults have been paginated. To get the next page run:\n\nnomad {string.Join(' ', call.Words)} -page-token {answer.NextToken}");
        return 0;
    }
}
