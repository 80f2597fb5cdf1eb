using Nomad.Raft;
using Nomad.Server.State;

namespace Nomad.Simulation.Cluster;

/// <summary>A server's state with the ledger beside it: whatever is applied anywhere is compared with what was applied elsewhere.</summary>
internal sealed class ObservedState(IStateMachine state, Datacenter site, ServerMachine machine) : IStateMachine
{
    private ulong last;

    public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded)
    {
        if (last != 0 && index != last + 1)
            throw site.Broken("prefix", $"{machine.Name} applies {index} after {last}");
        last = index;
        site.Ledger.Applies(machine.Name, index, term, command);
        var result = state.Apply(index, term, command, decoded);
        site.Ledger.Holds(machine.Name, index, state);
        if (result is StateCommit commit)
        {
            site.Stale.Note(commit);
            site.Laws.Check(commit, machine);
        }
        return result;
    }

    public IStateMachineView BeginSnapshot() => state.BeginSnapshot();

    public void Restore(ulong index, Stream snapshot)
    {
        last = 0;
        state.Restore(index, snapshot);
    }

    public void Replace(ulong index, Stream content)
    {
        last = index;
        state.Replace(index, content);
    }
}
