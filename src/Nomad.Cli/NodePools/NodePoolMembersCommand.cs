using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.NodePools;

/// <summary><c>node pool nodes</c>, and with <paramref name="jobs"/> <c>node pool jobs</c>.</summary>
public sealed class NodePoolMembersCommand(bool jobs) : Command
{
    public override string Name => jobs ? "node pool jobs" : "node pool nodes";

    public override string Synopsis => jobs ? "Fetch a list of jobs in a node pool" : "Fetch a list of nodes in a node pool";

    public override string Usage => "[options] <node-pool>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <node-pool>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [.. Paging.Flags, .. jobs ? Array.Empty<Flag>() : [Flag.Boolean("verbose", "Full ids.")], .. JsonText.Flags];

    public override Task<int> RunAsync(CommandCall call)
    {
        var path = $"/v1/node/pool/{Uri.EscapeDataString(call.Arguments[0])}/";
        return jobs ? JobsAsync(call, path + "jobs") : NodesAsync(call, path + "nodes");
    }

    private static async Task<int> JobsAsync(CommandCall call, string path)
    {
        var answer = await NodeStatusCommand.Asking(call, "Error querying node pool jobs", () => call.Api.GetAsync(path, json => json.ListOfJobListStub, Paging.Of(call), call.Stop));
        if (JsonText.Printed(call, answer.Value, ModelJson.Default.ListOfJobListStub))
            return 0;
        call.Line(answer.Value.Count == 0 ? "No jobs" : JobStatusCommand.Table(call, answer.Value));
        Paging.More(call, answer.NextToken);
        return 0;
    }

    private static async Task<int> NodesAsync(CommandCall call, string path)
    {
        var answer = await NodeStatusCommand.Asking(call, "Error querying node pool nodes", () => call.Api.GetAsync(path, json => json.ListOfNodeListStub, Paging.Of(call), call.Stop));
        if (JsonText.Printed(call, answer.Value, ModelJson.Default.ListOfNodeListStub))
            return 0;
        var table = new ColumnTable("ID", "DC", "Name", "Class", "Drain", "Eligibility", "Status");
        foreach (var node in answer.Value)
            table.Add(call.Ids.Of(node.ID), node.Datacenter, node.Name, node.NodeClass, node.Drain ? "true" : "false", node.SchedulingEligibility, NodeStatusCommand.Painted(call.Paint, node.Status));
        call.Line(answer.Value.Count == 0 ? "No nodes" : table.ToString());
        Paging.More(call, answer.NextToken);
        return 0;
    }
}
