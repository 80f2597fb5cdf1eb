namespace Nomad.Bench.Raft;

/// <summary>Three servers in this process that agree on a log over loopback TCP and flush it to disk.</summary>
internal interface IReplicatedLog : IAsyncDisposable
{
    /// <summary>Completes when the entry is on the disks of a majority and committed.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> entry);
}
