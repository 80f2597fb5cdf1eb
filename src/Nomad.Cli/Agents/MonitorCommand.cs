using Nomad.Api;
using Nomad.Cli.Allocations;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Agents;

/// <summary><c>monitor</c>: the log of an agent as it is written.</summary>
public sealed class MonitorCommand : Command
{
    public override string Name => "monitor";

    public override string Synopsis => "Stream logs from a Nomad agent";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("log-level", "level", "Lines of this severity and above. Default: INFO"),
        Flag.Boolean("log-include-location", "Include file and line."),
        Flag.Text("node-id", "node", "The agent of this client."),
        Flag.Text("server-id", "server", "The agent of this server, or leader."),
        Flag.Boolean("json", "Lines as JSON."),
    ];

    public override bool EndsAtInterrupt => true;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var node = call.Flags.Has("node-id") ? await NodeStatusCommand.FindAsync(call, call.Flags.Text("node-id")) : "";
        var query = Query.None.With("log_level", call.Flags.Text("log-level", "INFO")).With("node_id", node)
            .With("server_id", call.Flags.Text("server-id")).With("log_json", call.Flags.Boolean("json"))
            .With("log_include_location", call.Flags.Boolean("log-include-location"));
        try
        {
            await using var stream = await call.Api.Agent.MonitorAsync(query, call.Stop);
            await using var output = call.Terminal.OpenOutput();
            await LastLines.CopyAllAsync(stream, output, call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error starting monitor: {problem.Message}");
        }
        catch (OperationCanceledException) when (call.Stop.IsCancellationRequested)
        {
            return 0;
        }
    }
}
