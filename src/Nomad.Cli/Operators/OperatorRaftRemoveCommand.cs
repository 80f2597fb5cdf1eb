using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model;

namespace Nomad.Cli.Operators;

/// <summary><c>operator raft remove-peer</c>: takes a server that will not come back out of the Raft group.</summary>
public sealed class OperatorRaftRemoveCommand : Command
{
    public override string Name => "operator raft remove-peer";

    public override string Synopsis => "Remove a Nomad server from the Raft configuration";

    public override string Description =>
        "Takes a server out of the Raft group. Servers that leave or stay away are taken out by themselves; this is for one that is still " +
        "listed by \"nomad operator raft list-peers\" and will not come back. A server that is running should be stopped with a leave instead.";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("peer-id", "id", "The id of the server, as \"nomad operator raft list-peers\" shows it."),
        Flag.Text("peer-address", "ip:port", "The address of the server in place of its id.") with { Hidden = true },
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, address) = (call.Flags.Text("peer-id"), call.Flags.Text("peer-address"));
        if (id.Length > 0 && address.Length > 0)
            throw CommandFailure.Usage("Only one of -peer-id and -peer-address may be given");
        if (id.Length == 0 && address.Length == 0)
            throw CommandFailure.Usage("Missing the peer to remove: -peer-id is required");
        const string trouble = "Error removing peer";
        var named = id;
        if (address.Length > 0)
        {
            var group = await NodeStatusCommand.Asking(call, trouble, () => call.Api.Operator.RaftConfigurationAsync(null, call.Stop));
            named = group.Value.Servers.OrEmpty().FirstOrDefault(server => server.Address == address)?.ID
                ?? throw new CommandFailure($"{trouble}: address \"{address}\" was not found in the Raft configuration");
        }
        await NodeStatusCommand.Asking(call, trouble, () => call.Api.Operator.RemovePeerAsync(named, call.Stop));
        call.Line(address.Length > 0 ? $"Removed peer with address \"{address}\"" : $"Removed peer with id \"{id}\"");
        return 0;
    }
}
