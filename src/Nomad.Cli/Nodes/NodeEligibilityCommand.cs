using Nomad.Cli.Invocation;

namespace Nomad.Cli.Nodes;

/// <summary><c>node eligibility</c>: whether new work may be placed on a node.</summary>
public sealed class NodeEligibilityCommand : Command
{
    public override string Name => "node eligibility";

    public override string Synopsis => "Toggle scheduling eligibility for a given node";

    public override string Usage => "[options] <node>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <node>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("enable", "Let new work be placed on the node."),
        Flag.Boolean("disable", "Place nothing new on the node; what runs there stays."),
        Flag.Boolean("self", "The node of the agent that is asked."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (enable, disable) = (call.Flags.Boolean("enable"), call.Flags.Boolean("disable"));
        if (enable == disable)
            throw CommandFailure.Usage("Either the '-enable' or '-disable' flag must be set");
        if (call.Arguments.Count == 0 && !call.Flags.Boolean("self"))
            throw new CommandFailure("Node ID must be specified if -self isn't being used");
        var id = call.Flags.Boolean("self") ? await NodeStatusCommand.OwnIdAsync(call) : await NodeStatusCommand.FindAsync(call, call.Arguments[0]);
        await NodeStatusCommand.Asking(call, "Error updating scheduling eligibility",
            () => call.Api.Nodes.SetEligibilityAsync(id, enable ? "eligible" : "ineligible", stop: call.Stop));
        call.Line($"Node \"{id}\" scheduling eligibility set: {(enable ? "eligible" : "ineligible")} for scheduling");
        return 0;
    }
}
