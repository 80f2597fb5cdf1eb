using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Explanations;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job explain</c>: why a job is not running, node by node.</summary>
public sealed class JobExplainCommand : Command
{
    /// <summary>Nodes shown of a group unless all are asked for: what refuses them is counted above in any case.</summary>
    private const int ShownNodes = 40;

    public override string Name => "job explain";

    public override string Synopsis => "Tell why a job runs where it does, and what keeps it from other nodes";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Text("group", "name", "Only this group."), Flag.Boolean("verbose", "Full ids, and every node."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error explaining job");
        var told = (await NodeStatusCommand.Asking(call, "Error explaining job",
            () => call.Api.Jobs.ExplainAsync(id, call.Flags.Text("group"), new Query { Namespace = space }, call.Stop))).Value;
        if (!JsonText.Printed(call, told, ModelJson.Default.JobExplanation))
            Print(call, told);
        return 0;
    }

    private static void Print(CommandCall call, JobExplanation told)
    {
        call.Line($"Job \"{told.JobID}\" version {told.Version}: {told.Status}");
        foreach (var reason in told.Reasons)
            call.Line("  * " + reason);
        foreach (var group in told.Groups)
        {
            call.Line("");
            call.Line($"Task Group \"{group.Name}\": {group.Desired} desired, {group.Live} live, {group.Running} running");
            foreach (var reason in group.Reasons)
                call.Line("  * " + reason);
            call.Line(Counts(group));
            if (group.Nodes.Count > 0)
                call.Line("\n" + Table(call, group));
        }
    }

    private static string Counts(GroupExplanation group)
    {
        var lines = new List<string> { $"  * {group.Nodes.Count(node => node.Check.Length == 0)} of {group.Nodes.Count} nodes would take one more" };
        foreach (var same in group.Nodes.Where(node => node.Check.Length > 0).GroupBy(node => node.Check, StringComparer.Ordinal).OrderByDescending(own => own.Count()))
            lines.Add($"  * {same.Count()} refused by {same.Key}");
        return string.Join('\n', lines);
    }

    private static string Table(CommandCall call, GroupExplanation group)
    {
        var all = call.Flags.Boolean("verbose");
        var table = new ColumnTable("Node ID", "Name", "Live", "Score", "Check", "Reason") { Empty = "-" };
        foreach (var node in all ? group.Nodes : group.Nodes.Take(ShownNodes))
            table.Add(call.Ids.Of(node.NodeID), node.NodeName, node.Live.ToString(CultureInfo.InvariantCulture),
                node.NormScore?.ToString("0.###", CultureInfo.InvariantCulture) ?? "", node.Check, node.Check.Length > 0 ? node.Reason : Scores(node));
        var more = all ? 0 : group.Nodes.Count - ShownNodes;
        return table + (more > 0 ? $"\n{more} more nodes; -verbose shows all" : "");
    }

    private static string Scores(NodeExplanation node) => string.Join(' ', node.Scores.OrEmpty().OrderBy(score => score.Key, StringComparer.Ordinal)
        .Where(score => score.Value != 0).Select(score => $"{score.Key}={score.Value.ToString("0.###", CultureInfo.InvariantCulture)}"));
}
