using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>
/// The states of operators that entries name. An entry that names one is taken, and so acknowledged, only by who has that state: what is
/// committed, a majority can go on with. Who has it not asks the leader for it. The loop's.
/// </summary>
internal sealed class NamedStates
{
    private readonly string id;
    private readonly RaftCore core;
    private readonly ISnapshotStore store;
    private readonly IRaftTransport transport;

    public NamedStates(string id, RaftCore core, ISnapshotStore store, IRaftTransport transport)
    {
        (this.id, this.core, this.store, this.transport) = (id, core, store, transport);
        ForgetOthers(); // what an earlier run wrote or was sent, and no entry came of it
    }

    public bool Has(ReadOnlyMemory<byte> named) => store.HasState(SnapshotDigest.Decode(named.Span));

    /// <summary>The entries before the first one that cannot be taken yet.</summary>
    public AppendRequest WithoutMissing(AppendRequest append)
    {
        for (var i = 0; i < append.Entries.Count; i++)
        {
            if (append.Entries[i] is { Kind: EntryKind.State } entry && entry.Index > core.CommitIndex && core.Log.TermAt(entry.Index) != entry.Term && !Has(entry.Data))
            {
                transport.Send(new StateRequest(id, append.From, core.Term, SnapshotDigest.Decode(entry.Data.Span)));
                return append with { Entries = [.. append.Entries.Take(i)] };
            }
        }

        return append;
    }

    /// <summary>Head of the stream that is wanted.</summary>
    public InstallSnapshot Answer(StateRequest wanted) =>
        new(id, wanted.From, core.Term, new SnapshotMeta(0, 0, RaftConfiguration.Empty, 0)) { Digest = wanted.Digest, IsState = true };

    /// <summary>Those that are named by no entry of the log go: a snapshot contains them, or they never were in force.</summary>
    public void ForgetOthers() => store.KeepStates(core.Log.States);
}
