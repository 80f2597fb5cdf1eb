namespace Nomad.Raft.Transport;

/// <summary>What a transport delivers to. Safe for any thread.</summary>
public interface IRaftReceiver
{
    /// <summary>Never blocks.</summary>
    void Receive(RaftMessage message);

    /// <summary>Reads the snapshot to its end and stores it durably.</summary>
    Task ReceiveSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token);
}
