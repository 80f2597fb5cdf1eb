namespace Nomad.Raft;

/// <summary>
/// What the log drives. All members are called by one thread at a time, in log order. <see cref="Apply"/> must be deterministic;
/// an exception from it stops the server, because going on would let copies differ.
/// </summary>
public interface IStateMachine
{
    /// <summary>
    /// The result is handed to the local proposer. <paramref name="command"/> is valid during the call only. It is empty for entries of
    /// the protocol itself: only the index moves on. <paramref name="decoded"/> is what the proposer on this server says the bytes mean,
    /// null for entries of other servers and of earlier runs: it spares decoding and must come to the same.
    /// </summary>
    object? Apply(ulong index, ulong term, ReadOnlySpan<byte> command, object? decoded);

    /// <summary>An immutable view of the state as it is now. Must be quick: entries wait for it.</summary>
    IStateMachineView BeginSnapshot();

    /// <summary>Replaces the whole state by what <see cref="IStateMachineView.WriteTo"/> once wrote when entry <paramref name="index"/> had been applied.</summary>
    void Restore(ulong index, Stream snapshot);

    /// <summary>Applies an entry that replaces the whole state by one that <see cref="IStateMachineView.WriteTo"/> wrote at any time, perhaps in another group.</summary>
    void Replace(ulong index, Stream state);
}
