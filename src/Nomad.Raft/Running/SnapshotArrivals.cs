using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>
/// Snapshots that arrive from a leader, one at a time. A transfer that begins ends the one before it: that one's connection is dead, or its
/// leader is. Any thread.
/// </summary>
internal sealed class SnapshotArrivals(ISnapshotStore snapshots)
{
    private const int PieceBytes = RaftFrames.ChunkBytes;

    private readonly Lock gate = new();
    private Task before = Task.CompletedTask;
    private CancellationTokenSource? current;

    /// <summary>Completes when the snapshot is durable.</summary>
    public async Task ReceiveAsync(InstallSnapshot header, Func<long, CancellationToken, Task<Stream>> open, CancellationToken token)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(token);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task earlier;
        lock (gate)
        {
            current?.Cancel();
            (earlier, before, current) = (before, over.Task, mine);
        }

        try
        {
            await earlier;
            await TakeAsync(header, open, mine.Token);
        }
        finally
        {
            lock (gate)
            {
                current = current == mine ? null : current;
            }

            over.SetResult();
        }
    }

    private async Task TakeAsync(InstallSnapshot header, Func<long, CancellationToken, Task<Stream>> open, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var reception = header.IsState ? snapshots.ReceiveState(header.Digest) : snapshots.Receive(header.Snapshot, header.Digest);
        var content = await open(reception.Offset, token);
        var piece = new byte[PieceBytes];
        for (int read; (read = await content.ReadAsync(piece, token)) > 0;)
        {
            Store(reception, header, piece.AsSpan(0, read));
        }

        reception.Commit();
    }

    // What a failing disk has kept is not relied on, and a full one gets its room back.
    private static void Store(ISnapshotReception reception, InstallSnapshot header, ReadOnlySpan<byte> piece)
    {
        try
        {
            if (reception.Offset + piece.Length > header.Digest.Bytes)
            {
                throw new InvalidDataException($"server {header.From} sends more than the {header.Digest.Bytes} bytes of the snapshot it announced");
            }

            reception.Content.Write(piece);
        }
        catch
        {
            reception.Abandon();
            throw;
        }
    }
}
