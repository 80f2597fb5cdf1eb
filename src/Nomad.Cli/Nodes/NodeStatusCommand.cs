using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Nodes;

namespace Nomad.Cli.Nodes;

/// <summary><c>node status</c>: the list of nodes, or one of them.</summary>
public sealed class NodeStatusCommand : Command
{
    public static readonly SelectionWords Words = new("Identifier", "node(s)", "Error querying node info");

    public override string Name => "node status";

    public override string Synopsis => "Display status information about nodes";

    public override string Usage => "[options] <node>";

    public override string Description => "Display status information about a given node. The list of nodes returned includes only nodes which jobs may be " +
        "scheduled to, and includes status and other high-level information.\n\nIf a node ID is passed, information for that specific node will be displayed, " +
        "including resource usage statistics. If no node ID's are passed, then a short-hand list of all nodes will be displayed. The -self flag is useful to " +
        "quickly access the status of the local node.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either one or no arguments";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("self", "The node of the agent that is asked."),
        Flag.Boolean("stats", "Detailed resource usage."),
        Flag.Boolean("allocs", "The number of running allocations of each node."),
        Flag.Boolean("short", "Only the most important about one node."),
        Flag.Boolean("verbose", "Full ids and more columns."),
        Flag.Boolean("os", "The operating system of each node."),
        Flag.Boolean("quiet", "Only ids."),
        Flag.Number("per-page", "n", "Rows a page."),
        Flag.Text("page-token", "token", "Where the page starts."),
        Flag.Text("filter", "expression", "Only nodes for which the expression holds."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Boolean("json") && call.Flags.Text("t").Length > 0)
            throw new CommandFailure("Both json and template formatting are not allowed");
        if (call.Arguments.Count == 0 && !call.Flags.Boolean("self"))
            return await ListAsync(call);
        var id = call.Arguments.Count == 1 ? await FindAsync(call, call.Arguments[0], Words with { NotFound = (typed, _) => $"No node(s) with prefix \"{typed}\" found" }) : await OwnIdAsync(call);
        var node = (await Asking(call, "Error querying node info", () => call.Api.Nodes.GetAsync(id, stop: call.Stop))).Value;
        if (!JsonText.Printed(call, node, ModelJson.Default.Node))
            await new NodeStatusText(call, node).PrintAsync();
        return 0;
    }

    /// <summary>The full id of the one node that a prefix means.</summary>
    public static async Task<string> FindAsync(CommandCall call, string typed, SelectionWords? words = null)
    {
        var node = await Selection.OneAsync(typed, words ?? Words, async prefix => (await call.Api.Nodes.ListAsync(new Query { Prefix = prefix }, call.Stop)).Value,
            candidate => candidate.ID, candidates => call.Terminal.Error.WriteLine("Prefix matched multiple nodes\n\n" + Table(candidates, call, new Dictionary<string, int>())));
        return node.ID;
    }

    public static async Task<string> OwnIdAsync(CommandCall call)
    {
        var self = (await Asking(call, "Error querying agent info", () => call.Api.Agent.SelfAsync(call.Stop))).Value;
        return self.Stats.OrEmpty().TryGetValue("client", out var client) && client.TryGetValue("node_id", out var id) && id.Length > 0
            ? id : throw new CommandFailure("Nomad not running in client mode");
    }

    internal static async Task<T> Asking<T>(CommandCall call, string trouble, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"{trouble}: {problem.Message}");
        }
    }

    private async Task<int> ListAsync(CommandCall call)
    {
        var query = new Query
        {
            PerPage = (int)call.Flags.Number("per-page"), NextToken = call.Flags.Text("page-token"), Filter = call.Flags.Text("filter"),
        }.With("os", call.Flags.Boolean("os"));
        var answer = await Asking(call, "Error querying node status", () => call.Api.Nodes.ListAsync(query, call.Stop));
        if (JsonText.Printed(call, answer.Value, ModelJson.Default.ListOfNodeListStub))
            return 0;
        if (call.Flags.Boolean("quiet"))
        {
            foreach (var node in answer.Value)
                call.Line(node.ID);
            return 0;
        }
        if (answer.Value.Count == 0)
            return 0;
        var running = new Dictionary<string, int>(StringComparer.Ordinal);
        if (call.Flags.Boolean("allocs"))
        {
            foreach (var node in answer.Value)
                running[node.ID] = (await call.Api.Nodes.AllocationsAsync(node.ID, stop: call.Stop)).Value.Count(a => a.ClientStatus == "running");
        }
        call.Line(Table(answer.Value, call, running));
        if (answer.NextToken.Length > 0)
            call.Line($"\nResults have been paginated. To get the next page run:\n\nnomad {string.Join(' ', call.Words)} -page-token {answer.NextToken}");
        return 0;
    }

    private static string Table(IReadOnlyList<NodeListStub> nodes, CommandCall call, Dictionary<string, int> running)
    {
        string[] If(bool condition, params string[] cells) => condition ? cells : [];
        var (verbose, os, allocs) = (call.Verbose, call.Flags.Boolean("os"), call.Flags.Boolean("allocs"));
        var table = new ColumnTable(["ID", "Node Pool", "DC", "Name", "Class", .. If(os, "OS"), .. If(verbose, "Address", "Version"), "Drain", "Eligibility", "Status",
            .. If(allocs, "Running Allocs")]);
        foreach (var node in nodes)
        {
            table.Add([call.Ids.Of(node.ID), node.NodePool, node.Datacenter, node.Name, node.NodeClass,
                .. If(os, node.Attributes.OrEmpty().GetValueOrDefault("os.name", "")), .. If(verbose, node.Address, node.Version),
                node.Drain ? "true" : "false", node.SchedulingEligibility, Painted(call.Paint, node.Status), .. If(allocs, running.GetValueOrDefault(node.ID).ToString())]);
        }
        return table.ToString();
    }

    internal static string Painted(Paint paint, string status) => status switch
    {
        "ready" => paint.Green(status),
        "down" => paint.Red(status),
        "initializing" or "disconnected" => paint.Yellow(status),
        _ => status,
    };
}
