using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model;
using Nomad.Model.Cluster;

namespace Nomad.Cli.Operators;

/// <summary><c>operator autopilot set-config</c>: changes what the flags name and leaves the rest.</summary>
public sealed class AutopilotSetCommand : Command
{
    public override string Name => "operator autopilot set-config";

    public override string Synopsis => "Modify the current Autopilot configuration";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("cleanup-dead-servers", "Take servers that failed out of the Raft group, as long as fewer than half of them failed."),
        Flag.Number("max-trailing-logs", "n", "A server is unhealthy when its log is more than this many entries behind the leader's."),
        Flag.Duration("last-contact-threshold", "duration", "A server is unhealthy when it has not heard the leader for longer than this, e.g. 200ms."),
        Flag.Duration("server-stabilization-time", "duration", "How long a new server must be healthy before it may vote, e.g. 10s."),
        Flag.Number("min-quorum", "n", "Never take servers out when fewer voters than this would remain."),
        Flag.Boolean("enable-redundancy-zones", "Kept and shown, but without effect: zones are an enterprise feature of the original."),
        Flag.Boolean("disable-upgrade-migration", "Kept and shown, but without effect, as above."),
        Flag.Boolean("enable-custom-upgrades", "Kept and shown, but without effect, as above."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        foreach (var flag in (string[])["max-trailing-logs", "min-quorum"])
        {
            if (call.Flags.Number(flag) < 0)
                throw CommandFailure.Usage($"-{flag} must be 0 or more");
        }
        foreach (var flag in (string[])["last-contact-threshold", "server-stabilization-time"])
        {
            if (Span(call.Flags, flag, Duration.Zero) < Duration.Zero)
                throw CommandFailure.Usage($"-{flag} must not be negative");
        }
        var current = (await NodeStatusCommand.Asking(call, "Error querying for current Autopilot configuration", () => call.Api.Operator.AutopilotAsync(null, call.Stop))).Value;
        var updated = await NodeStatusCommand.Asking(call, "Error setting Autopilot configuration",
            () => call.Api.Operator.SetAutopilotAsync(Changed(current, call.Flags), current.ModifyIndex, call.Stop));
        if (!updated)
            throw new CommandFailure("Configuration could not be atomically updated, please try again");
        call.Line("Configuration updated!");
        return 0;
    }

    private static AutopilotConfig Changed(AutopilotConfig now, FlagValues flags)
    {
        bool Either(string flag, bool value) => flags.Has(flag) ? flags.Boolean(flag) : value;
        ulong Number(string flag, ulong value) => flags.Has(flag) ? (ulong)flags.Number(flag) : value;
        return now with
        {
            CleanupDeadServers = Either("cleanup-dead-servers", now.CleanupDeadServers),
            MaxTrailingLogs = Number("max-trailing-logs", now.MaxTrailingLogs),
            MinQuorum = Number("min-quorum", now.MinQuorum),
            LastContactThreshold = Span(flags, "last-contact-threshold", now.LastContactThreshold),
            ServerStabilizationTime = Span(flags, "server-stabilization-time", now.ServerStabilizationTime),
            EnableRedundancyZones = Either("enable-redundancy-zones", now.EnableRedundancyZones),
            DisableUpgradeMigration = Either("disable-upgrade-migration", now.DisableUpgradeMigration),
            EnableCustomUpgrades = Either("enable-custom-upgrades", now.EnableCustomUpgrades),
        };
    }

    private static Duration Span(FlagValues flags, string flag, Duration value) => flags.Has(flag) ? Duration.Parse(flags.Text(flag)) : value;
}
