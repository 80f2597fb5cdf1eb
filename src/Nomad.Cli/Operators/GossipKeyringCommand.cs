using Nomad.Cli.Invocation;

namespace Nomad.Cli.Operators;

/// <summary><c>operator gossip keyring list|install|use|remove</c>: the keys of the gossip pool, on all its servers.</summary>
/// <param name="verb">The last word.</param>
public sealed class GossipKeyringCommand(string verb) : Command
{
    public override string Name => "operator gossip keyring " + verb;

    public override string Synopsis => verb switch
    {
        "install" => "Install a gossip encryption key",
        "use" => "Change the gossip encryption key",
        "remove" => "Remove a gossip encryption key",
        _ => "List gossip encryption keys",
    };

    public override string Usage => verb == "list" ? "[options]" : "[options] <key>";

    public override string Description => verb switch
    {
        "install" => "Gives every server one more key that it can read gossip with. To change keys: install the new one, use it, then remove the old one.",
        "use" => "Makes every server encrypt gossip with the given key, which must have been installed before.",
        "remove" => "Takes a key away from every server. The key that is in use cannot be removed.",
        _ => "Lists the keys that the servers of the pool can read gossip with.",
    };

    public override (int, int) Arguments => verb == "list" ? (0, 0) : (1, 1);

    public override string ArgumentsRule => verb == "list" ? "This command takes no arguments" : "This command takes one argument: <key>";

    public override async Task<int> RunAsync(CommandCall call)
    {
        await GossipKeyring.RunAsync(call, verb, verb == "list" ? "" : call.Arguments[0]);
        return 0;
    }
}
