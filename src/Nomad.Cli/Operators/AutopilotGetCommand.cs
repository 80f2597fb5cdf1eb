using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Operators;

/// <summary><c>operator autopilot get-config</c>.</summary>
public sealed class AutopilotGetCommand : Command
{
    public override string Name => "operator autopilot get-config";

    public override string Synopsis => "Display the current Autopilot configuration";

    public override IReadOnlyList<Flag> Flags => JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var config = (await NodeStatusCommand.Asking(call, "Error querying Autopilot configuration", () => call.Api.Operator.AutopilotAsync(null, call.Stop))).Value;
        if (JsonText.Printed(call, config, ModelJson.Default.AutopilotConfig))
            return 0;
        // Each line by itself: unlike elsewhere the labels are not aligned.
        call.Line($"CleanupDeadServers = {Word(config.CleanupDeadServers)}");
        call.Line($"LastContactThreshold = {config.LastContactThreshold}");
        call.Line($"MaxTrailingLogs = {config.MaxTrailingLogs}");
        call.Line($"MinQuorum = {config.MinQuorum}");
        call.Line($"ServerStabilizationTime = {config.ServerStabilizationTime}");
        call.Line($"EnableRedundancyZones = {Word(config.EnableRedundancyZones)}");
        call.Line($"DisableUpgradeMigration = {Word(config.DisableUpgradeMigration)}");
        call.Line($"EnableCustomUpgrades = {Word(config.EnableCustomUpgrades)}");
        return 0;
    }

    internal static string Word(bool value) => value ? "true" : "false";
}
