using System.Globalization;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;

namespace Nomad.Cli.Operators;

/// <summary><c>operator autopilot health</c>: how the servers of the Raft group are doing. Exit code 0 also when they are not well.</summary>
public sealed class AutopilotHealthCommand : Command
{
    public override string Name => "operator autopilot health";

    public override string Synopsis => "Display the current Autopilot health";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("json", "Print the object as JSON.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var health = await NodeStatusCommand.Asking(call, "Error querying Autopilot health", () => call.Api.Operator.AutopilotHealthAsync(null, call.Stop));
        if (JsonText.Printed(call, health, ModelJson.Default.OperatorHealthReply))
            return 0;
        var word = AutopilotGetCommand.Word;
        call.Line($"Healthy: {word(health.Healthy)}");
        call.Line($"FailureTolerance: {health.FailureTolerance}");
        call.Line($"Leader: {health.Leader}");
        call.Line("Voters:");
        foreach (var voter in health.Voters.OrEmpty())
            call.Line($"\t{voter}");
        call.Line("Servers:");
        var table = new ColumnTable("ID", "Name", "Address", "SerfStatus", "Version", "Leader", "Voter", "Healthy", "LastContact", "LastTerm", "LastIndex", "StableSince");
        foreach (var server in health.Servers.OrEmpty())
            table.Add(server.ID, server.Name, server.Address, server.SerfStatus, server.Version, word(server.Leader), word(server.Voter), word(server.Healthy),
                server.LastContact.ToString(), server.LastTerm.ToString(CultureInfo.InvariantCulture), server.LastIndex.ToString(CultureInfo.InvariantCulture),
                server.StableSince.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture));
        call.Line(table.ToString());
        return 0;
    }
}
