using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.NodePools;

/// <summary><c>node pool list</c>.</summary>
public sealed class NodePoolListCommand : Command
{
    public override string Name => "node pool list";

    public override string Synopsis => "List node pools";

    public override IReadOnlyList<Flag> Flags { get; } = [.. Paging.Flags, .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var answer = await NodeStatusCommand.Asking(call, "Error querying node pools",
            () => call.Api.GetAsync("/v1/node/pools", json => json.ListOfNodePool, Paging.Of(call), call.Stop));
        if (JsonText.Printed(call, answer.Value, ModelJson.Default.ListOfNodePool))
            return 0;
        var table = new ColumnTable("Name", "Description");
        foreach (var pool in answer.Value)
            table.Add(pool.Name, pool.Description);
        call.Line(table.ToString());
        Paging.More(call, answer.NextToken);
        return 0;
    }
}
