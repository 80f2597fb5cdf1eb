using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Volumes;

/// <summary><c>volume deregister</c>: a volume is not known any more; it stays where its plugin keeps it.</summary>
public sealed class VolumeDeregisterCommand : Command
{
    public override string Name => "volume deregister";

    public override string Synopsis => "Remove a volume";

    public override string Usage => "[options] <id>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <id>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("force", "Also when allocations use it.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var id = call.Arguments[0];
        var force = call.Flags.Boolean("force");
        if (force && !Confirmation.Asked(call, $"Are you sure you want to force deregister volume \"{id}\"? [y/N]", "Cancelling volume deregister", out var code))
            return code;
        await NodeStatusCommand.Asking(call, "Error deregistering volume", () => call.Api.SendTextAsync(HttpMethod.Delete,
            "/v1/volume/csi/" + Uri.EscapeDataString(id), null, Query.None.With("force", force), call.Stop));
        call.Line($"Successfully deregistered volume \"{id}\"!");
        return 0;
    }
}
