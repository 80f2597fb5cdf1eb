namespace Nomad.Raft.Transport;

/// <summary>What a transport delivers to. Safe for any thread.</summary>
public interface IRaftReceiver
{
    /// <summary>Never blocks.</summary>
    void Receive(RaftMessage message);

    /// <summary>The connection over which a server sent its messages is gone: it may have ended, or will dial again. Never blocks.</summary>
    void Lost(string peer);

    /// <summary>
    /// Reads the snapshot to its end and stores it durably. <paramref name="open"/> is asked once for the content from an offset on: what a
    /// broken transfer brought is not asked for again.
    /// </summary>
    Task ReceiveSnapshotAsync(InstallSnapshot header, Func<long, CancellationToken, Task<Stream>> open, CancellationToken token);
}
