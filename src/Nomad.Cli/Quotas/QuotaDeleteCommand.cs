using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Quotas;

/// <summary><c>quota delete</c>.</summary>
public sealed class QuotaDeleteCommand : Command
{
    public override string Name => "quota delete";

    public override string Synopsis => "Delete a quota specification";

    public override string Usage => "[options] <quota>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <quota>";

    public override async Task<int> RunAsync(CommandCall call)
    {
        var name = call.Arguments[0];
        await NodeStatusCommand.Asking(call, "Error deleting quota",
            () => call.Api.SendTextAsync(HttpMethod.Delete, "/v1/quota/" + Uri.EscapeDataString(name), null, null, call.Stop));
        call.Line($"Successfully deleted quota \"{name}\"!");
        return 0;
    }
}
