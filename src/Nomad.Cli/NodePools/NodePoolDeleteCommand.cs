using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.NodePools;

/// <summary><c>node pool delete</c>.</summary>
public sealed class NodePoolDeleteCommand : Command
{
    public override string Name => "node pool delete";

    public override string Synopsis => "Delete a node pool";

    public override string Usage => "[options] <node-pool>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <node-pool>";

    public override async Task<int> RunAsync(CommandCall call)
    {
        var name = call.Arguments[0];
        await NodeStatusCommand.Asking(call, "Error deleting node pool",
            () => call.Api.SendTextAsync(HttpMethod.Delete, "/v1/node/pool/" + Uri.EscapeDataString(name), null, null, call.Stop));
        call.Line($"Successfully deleted node pool \"{name}\"!");
        return 0;
    }
}
