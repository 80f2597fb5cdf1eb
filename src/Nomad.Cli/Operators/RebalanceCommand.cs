using System.Globalization;
using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;
using Nomad.Model.Rebalancing;

namespace Nomad.Cli.Operators;

/// <summary><c>operator rebalance</c>: moves running allocations to nodes where they score better, or with <c>-plan</c> says which.</summary>
public sealed class RebalanceCommand : Command
{
    public override string Name => "operator rebalance";

    public override string Synopsis => "Move running allocations to better nodes";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("plan", "Only show what would move; nothing changes."),
        Flag.Number("max-moves", "n", "Move no more allocations than this. Default: 5"),
        Flag.Text("min-gain", "points", "How much better the new node must score. Default: 0.1"),
        Flag.Text("job", "id", "Only allocations of this job."), Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var gain = 0.0;
        if (call.Flags.Text("min-gain") is { Length: > 0 } text && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out gain) && gain > 0))
            throw CommandFailure.Usage($"-min-gain must be a number above 0; got \"{text}\"");
        if (call.Flags.Has("max-moves") && call.Flags.Number("max-moves") is < 1 or > int.MaxValue)
            throw CommandFailure.Usage("-max-moves must be 1 or more");
        var request = new RebalanceRequest { MaxMoves = (int)call.Flags.Number("max-moves"), MinGain = gain };
        if (call.Flags.Text("job") is { Length: > 0 } job)
        {
            var (id, space) = await JobStatusCommand.FindIdAsync(call, job, "Error rebalancing");
            request = request with { JobID = id, Namespace = space };
        }
        var plan = (await NodeStatusCommand.Asking(call, "Error rebalancing", () => call.Flags.Boolean("plan")
            ? call.Api.Operator.RebalancePlanAsync(request, call.Stop) : call.Api.Operator.RebalanceAsync(request, call.Stop))).Value;
        if (!JsonText.Printed(call, plan, ModelJson.Default.RebalancePlan))
            Print(call, plan);
        return 0;
    }

    private static void Print(CommandCall call, RebalancePlan plan)
    {
        call.Line($"{plan.Better} of {plan.Considered} running allocations would do better elsewhere; {plan.Moves.Count} {(call.Flags.Boolean("plan") ? "would move" : "move")} now");
        if (plan.Moves.Count == 0)
            return;
        var table = new ColumnTable("Allocation", "Job", "Group", "From", "To", "Score", "New Score", "Gain");
        foreach (var move in plan.Moves)
            table.Add(call.Ids.Of(move.AllocID), move.JobID, move.TaskGroup, move.FromNodeName, move.ToNodeName, Points(move.Score), Points(move.NewScore), Points(move.Gain));
        call.Line("\n" + table);
        foreach (var id in plan.EvalIDs)
            call.Line($"Evaluation ID: {call.Ids.Of(id)}");
    }

    private static string Points(double score) => score.ToString("0.###", CultureInfo.InvariantCulture);
}
