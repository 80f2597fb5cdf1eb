using Nomad.Cli.Invocation;

namespace Nomad.Agent.Commands;

/// <summary>The commands that need the whole program behind them, not just an agent's address.</summary>
internal static class AgentCommands
{
    public static CommandEntry[] All =>
    [
        new("agent", () => new AgentCommand()),
        new("dev", () => new DevCommand()),
        new("operator snapshot inspect", () => new SnapshotInspectCommand()),
        new("operator snapshot state", () => new SnapshotStateCommand()),
        new("config validate", () => new ConfigValidateCommand()),
    ];

    public static KeyValuePair<string, string>[] Groups => [new("config", "Interact with configurations")];
}
