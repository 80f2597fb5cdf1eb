using Nomad.Raft;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Replication;

/// <summary>
/// The state as Raft drives it: bytes in, commits out. Its index is ahead of the log's by what an operator's state brought: what that contains may
/// be newer than any entry here, and an index that somebody has seen is never given out again.
/// </summary>
internal sealed class ReplicatedState(StateStore state) : IStateMachine
{
    private ulong ahead;

    public object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded)
    {
        if (!command.IsEmpty)
            return state.Apply(index + ahead, decoded as Command ?? CommandCodec.Decode(command));
        state.Advance(index + ahead);
        return null;
    }

    public IStateMachineView BeginSnapshot() => new View(state.Snapshot());

    public void Restore(ulong index, Stream snapshot)
    {
        state.Restore(snapshot);
        state.Advance(index);
        ahead = state.Snapshot().Index - index;
    }

    public void Replace(ulong index, Stream content)
    {
        var before = state.Snapshot().Index;
        state.Restore(content);
        state.Advance(Math.Max(before, state.Snapshot().Index) + 1);
        ahead = state.Snapshot().Index - index;
    }

    private sealed class View(StateSnapshot snapshot) : IStateMachineView
    {
        public void WriteTo(Stream target) => StateStore.Save(snapshot, target);

        public void Dispose()
        {
        }
    }
}
