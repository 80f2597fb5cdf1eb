using Nomad.Raft;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Replication;

/// <summary>The state as Raft drives it: bytes in, commits out.</summary>
internal sealed class ReplicatedState(StateStore state) : IStateMachine
{
    public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded)
    {
        if (!command.IsEmpty)
            return state.Apply(index, decoded as Command ?? CommandCodec.Decode(command));
        state.Advance(index);
        return null;
    }

    public IStateMachineView BeginSnapshot() => new View(state.Snapshot());

    public void Restore(Stream snapshot) => state.Restore(snapshot);

    private sealed class View(StateSnapshot snapshot) : IStateMachineView
    {
        public void WriteTo(Stream target) => StateStore.Save(snapshot, target);

        public void Dispose()
        {
        }
    }
}
