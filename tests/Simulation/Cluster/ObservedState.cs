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
            site.Ledger.Writes(machine.Name, commit);
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
        using var saved = new MemoryStream();
        content.CopyTo(saved);
        saved.Position = 0;
        state.Replace(index, saved);
        using var now = new MemoryStream();
        using (var view = state.BeginSnapshot())
            view.WriteTo(now);
        site.Ledger.Holds(machine.Name, index, state, now: true);
        site.Replaced(machine.Name, index, Loaded(saved), Loaded(now));
    }

    private static StateSnapshot Loaded(MemoryStream state)
    {
        state.Position = 0;
        var store = new StateStore(TimeProvider.System);
        store.Restore(state);
        return store.Snapshot();
    }
}
