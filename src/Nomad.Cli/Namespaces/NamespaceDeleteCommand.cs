using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Namespaces;

/// <summary><c>namespace delete</c>.</summary>
public sealed class NamespaceDeleteCommand : Command
{
    public override string Name => "namespace delete";

    public override string Synopsis => "Delete a namespace";

    public override string Usage => "[options] <namespace>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <namespace>";

    public override async Task<int> RunAsync(CommandCall call)
    {
        var name = call.Arguments[0];
        await NodeStatusCommand.Asking(call, "Error deleting namespace",
            () => call.Api.SendTextAsync(HttpMethod.Delete, "/v1/namespace/" + Uri.EscapeDataString(name), null, null, call.Stop));
        call.Line($"Successfully deleted namespace \"{name}\"!");
        return 0;
    }
}
