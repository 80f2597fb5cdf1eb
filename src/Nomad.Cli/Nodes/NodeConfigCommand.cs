using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Nodes;

/// <summary><c>node config</c>: the servers that the local client knows.</summary>
public sealed class NodeConfigCommand : Command
{
    public override string Name => "node config";

    public override string Synopsis => "View or modify client configuration details";

    public override string Usage => "[options]";

    public override (int, int) Arguments => (0, int.MaxValue);

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("servers", "List the servers, one a line."),
        Flag.Boolean("update-servers", "Set the servers to the given addresses."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        try
        {
            if (call.Flags.Boolean("servers"))
            {
                foreach (var server in (await call.Api.Agent.ServersAsync(call.Stop)).Value)
                    call.Line(server);
                return 0;
            }
            if (!call.Flags.Boolean("update-servers"))
                throw CommandFailure.Usage("The '-servers' or '-update-servers' flag(s) must be set");
            if (call.Arguments.Count == 0)
                throw CommandFailure.Usage("If the '-update-servers' flag is set, at least one server argument must be provided");
            await call.Api.Agent.SetServersAsync(call.Arguments, call.Stop);
            call.Line("Updated server list");
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error {(call.Flags.Boolean("servers") ? "querying" : "updating")} server list: {problem.Message}");
        }
    }
}
