namespace Nomad.Raft.Transport;

/// <summary>How servers of a group reach each other. Messages may be lost, repeated and reordered; they are never altered.</summary>
public interface IRaftTransport : IAsyncDisposable
{
    /// <summary>Begins to deliver. Called once. Peers are told who <paramref name="self"/> is: one that was just added knows nobody's address yet.</summary>
    void Start(RaftServer self, IRaftReceiver receiver);

    /// <summary>Which addresses belong to which ids from now on. Called before messages to a new server are sent.</summary>
    void Learn(RaftConfiguration configuration);

    /// <summary>Queues a message and returns at once. Drops it rather than to wait.</summary>
    void Send(RaftMessage message);

    /// <summary>Streams a snapshot, from where the receiver wants it, on a way of its own, so that heartbeats pass by it. Completes when the receiver has stored it.</summary>
    Task SendSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token);
}
