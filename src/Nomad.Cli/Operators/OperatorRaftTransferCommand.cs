using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Operators;

/// <summary><c>operator raft transfer-leadership</c>: another server shall lead.</summary>
public sealed class OperatorRaftTransferCommand : Command
{
    public override string Name => "operator raft transfer-leadership";

    public override string Synopsis => "Transfer leadership to a specified Nomad server";

    public override string Description =>
        "Makes the given server the leader of its region. It must be a voter whose log is close to the leader's; see \"nomad operator raft list-peers\".";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("peer-address", "ip:port", "The address of the server that shall lead. Not together with -peer-id."),
        Flag.Text("peer-id", "id", "The id of the server that shall lead. Not together with -peer-address."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, address) = (call.Flags.Text("peer-id"), call.Flags.Text("peer-address"));
        if (id.Length > 0 && address.Length > 0)
            throw CommandFailure.Usage("Only one of -peer-id and -peer-address may be given");
        if (id.Length == 0 && address.Length == 0)
            throw CommandFailure.Usage("Missing the peer that shall lead: one of -peer-id and -peer-address is required");
        var (key, value) = id.Length > 0 ? ("id", id) : ("address", address);
        await NodeStatusCommand.Asking(call, "Error transferring leadership to peer", () => call.Api.Operator.TransferLeadershipAsync(key, value, call.Stop));
        call.Line($"Transferred leadership to peer with {key} \"{value}\"");
        return 0;
    }
}
