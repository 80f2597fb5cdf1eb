using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;

namespace Nomad.Cli.Operators;

/// <summary><c>operator raft list-peers</c>: the servers that vote, as Raft knows them.</summary>
public sealed class OperatorRaftPeersCommand : Command
{
    public override string Name => "operator raft list-peers";

    public override string Synopsis => "Display the current Raft peer configuration";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("stale", "Any server may answer, even without a leader.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var answer = await NodeStatusCommand.Asking(call, "Failed to retrieve raft configuration",
            () => call.Api.Operator.RaftConfigurationAsync(new Query { Stale = call.Flags.Boolean("stale") }, call.Stop));
        var table = new ColumnTable("Node", "ID", "Address", "State", "Voter", "RaftProtocol");
        foreach (var server in answer.Value.Servers.OrEmpty())
            table.Add(server.Node, server.ID, server.Address, server.Leader ? "leader" : "follower", server.Voter ? "true" : "false", server.RaftProtocol);
        call.Line(table.ToString());
        return 0;
    }
}
