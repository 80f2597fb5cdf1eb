using Nomad.Cli.Invocation;

namespace Nomad.Cli.Operators;

/// <summary><c>keyring</c>: how gossip keys were managed before <c>operator gossip keyring</c>.</summary>
public sealed class OldKeyringCommand : Command
{
    public override string Name => "keyring";

    public override string Synopsis => "Manages gossip layer encryption keys";

    public override string Description => Synopsis + ". The newer form is \"nomad operator gossip keyring\".";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("install", "key", "Give every server one more key that it can read gossip with."),
        Flag.Boolean("list", "List the installed keys."),
        Flag.Text("remove", "key", "Take a key away from every server."),
        Flag.Text("use", "key", "Make every server encrypt gossip with an installed key."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        string[] asked = [.. ((string[])["install", "remove", "use"]).Where(verb => call.Flags.Text(verb).Length > 0), .. call.Flags.Boolean("list") ? (string[])["list"] : []];
        if (asked.Length != 1)
            throw CommandFailure.Usage("Exactly one of -install, -list, -remove and -use is required");
        await GossipKeyring.RunAsync(call, asked[0], call.Flags.Text(asked[0] == "list" ? "use" : asked[0]));
        return 0;
    }
}
