using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model;

namespace Nomad.Cli.Agents;

/// <summary><c>check</c>: a health check for scripts; the exit code is all it says when the agent is well.</summary>
public sealed class CheckCommand : Command
{
    private const int Unhealthy = 2;

    public override string Name => "check";

    public override string Synopsis => "Displays health of the local Nomad agent";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("min-peers", "n", "A server needs at least this many servers. Default: 0"),
        Flag.Number("min-servers", "n", "A client needs to know at least this many servers. Default: 1"),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var stats = (await NodeStatusCommand.Asking(call, "Unable to query agent info", () => call.Api.Agent.SelfAsync(call.Stop))).Value.Stats.OrEmpty();
        var problem = "";
        if (stats.TryGetValue("nomad", out var server) && server.GetValueOrDefault("server") == "true")
            problem = Fewer(stats.GetValueOrDefault("raft")?.GetValueOrDefault("num_peers"), call.Flags.Number("min-peers"), "peers");
        if (problem.Length == 0 && stats.TryGetValue("client", out var client))
            problem = Fewer(Servers(client.GetValueOrDefault("known_servers", "")), call.Flags.Number("min-servers", 1), "servers");
        if (problem.Length == 0)
            return 0;
        call.Line(problem);
        return Unhealthy;
    }

    private static string Servers(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries).Length.ToString();

    private static string Fewer(string? found, long wanted, string what) =>
        (long.TryParse(found, out var number) ? number : 0) < wanted ? $"known {what}: {found ?? "0"}, wanted at least {wanted}" : "";
}
