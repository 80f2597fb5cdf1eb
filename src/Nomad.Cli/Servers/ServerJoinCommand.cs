using System.Text.Json.Nodes;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Servers;

/// <summary><c>server join</c>: makes a server join others by gossip.</summary>
public sealed class ServerJoinCommand : Command
{
    public override string Name => "server join";

    public override string Synopsis => "Join server nodes together";

    public override string Usage => "[options] <addr> [<addr>...]";

    public override string Description => "Joins the local server to one or more servers in the same cluster. Only one address is required for joining.";

    public override (int, int) Arguments => (1, int.MaxValue);

    public override string ArgumentsRule => "One or more node addresses must be given as arguments";

    public override async Task<int> RunAsync(CommandCall call)
    {
        var answer = await NodeStatusCommand.Asking(call, "Error joining: failed joining", () => call.Api.Agent.JoinAsync(call.Arguments, call.Stop));
        var result = JsonNode.Parse(answer.Value);
        var joined = result?["num_joined"]?.GetValue<int>() ?? 0;
        var error = result?["error"]?.GetValue<string>() ?? "";
        if (joined == 0)
            throw new CommandFailure($"Error joining: failed joining: {error}");
        if (error.Length > 0)
            call.Warn($"Some addresses could not be joined: {error}");
        call.Line($"Joined {joined} servers successfully");
        return 0;
    }
}
