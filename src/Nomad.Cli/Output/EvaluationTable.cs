using Nomad.Cli.Invocation;
using Nomad.Model;
using Nomad.Model.Evaluations;

namespace Nomad.Cli.Output;

/// <summary>Lists of evaluations of one job.</summary>
public static class EvaluationTable
{
    public static string Of(IEnumerable<Evaluation> evaluations, CommandCall call)
    {
        var table = new ColumnTable("ID", "Priority", "Triggered By", "Status", "Placement Failures");
        foreach (var evaluation in evaluations)
            table.Add(call.Ids.Of(evaluation.ID), evaluation.Priority.ToString(), evaluation.TriggeredBy, evaluation.Status, Failures(evaluation));
        return table.ToString();
    }

    public static string Failures(Evaluation evaluation) =>
        evaluation.Status == "blocked" ? "N/A - In Progress" : evaluation.FailedTGAllocs.OrEmpty().Count > 0 ? "true" : "false";
}
