using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;

namespace Nomad.Cli.Agents;

/// <summary><c>agent-info</c>: what an agent says of its own state, group by group.</summary>
public sealed class AgentInfoCommand : Command
{
    public override string Name => "agent-info";

    public override string Synopsis => "Display status information about the local agent";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var self = (await NodeStatusCommand.Asking(call, "Error querying agent info", () => call.Api.Agent.SelfAsync(call.Stop))).Value;
        if (JsonText.Printed(call, self, ModelJson.Default.AgentSelf))
            return 0;
        foreach (var (group, values) in self.Stats.OrEmpty().OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            call.Line(group);
            foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                call.Line($"  {key} = {value}");
        }
        return 0;
    }
}
