using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Servers;

/// <summary><c>server force-leave</c>: declares a failed server gone.</summary>
public sealed class ServerForceLeaveCommand : Command
{
    public override string Name => "server force-leave";

    public override string Synopsis => "Force a server into the 'left' state";

    public override string Usage => "[options] <node>";

    public override string Description => "Forces a server to enter the \"left\" state. This can be used to eject nodes which have failed and will not rejoin the cluster. " +
        "Note that if the member is actually still alive, it will eventually rejoin the cluster again.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <node>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("prune", "Forget the server completely.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        try
        {
            await call.Api.Agent.ForceLeaveAsync(call.Arguments[0], call.Flags.Boolean("prune"), call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error force-leaving server {call.Arguments[0]}: {problem.Message}");
        }
    }
}
