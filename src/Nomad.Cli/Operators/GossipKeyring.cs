using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;

namespace Nomad.Cli.Operators;

/// <summary>What the commands about gossip keys do, under their new and their old names.</summary>
internal static class GossipKeyring
{
    public static async Task RunAsync(CommandCall call, string verb, string key)
    {
        call.Line(verb switch
        {
            "install" => "Installing new gossip encryption key...",
            "use" => "Changing primary gossip encryption key...",
            "remove" => "Removing gossip encryption key...",
            _ => "Gathering installed encryption keys...",
        });
        if (verb != "list")
        {
            await NodeStatusCommand.Asking(call, "error", () => call.Api.Agent.ChangeGossipKeyAsync(verb, key, call.Stop));
            return;
        }
        var answer = await NodeStatusCommand.Asking(call, "error", () => call.Api.Agent.GossipKeysAsync(call.Stop));
        var table = new ColumnTable("Key");
        foreach (var one in (answer.Value.Keys ?? new Dictionary<string, int>()).Keys.Order(StringComparer.Ordinal))
            table.Add(one);
        call.Line(table.ToString());
    }
}
