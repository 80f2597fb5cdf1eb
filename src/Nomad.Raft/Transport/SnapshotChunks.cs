using System.Buffers.Binary;

namespace Nomad.Raft.Transport;

/// <summary>The content of a snapshot that arrives in chunks. An early end of the connection is an error, not an end of the snapshot. So is silence for too long.</summary>
internal sealed class SnapshotChunks(Stream inner, TimeSpan silence) : Stream
{
    private readonly byte[] head = new byte[4];
    private int left;
    private bool ended;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("the length of an arriving snapshot is not known");

    public override long Position { get => throw new NotSupportedException("an arriving snapshot is read once"); set => throw new NotSupportedException("an arriving snapshot is read once"); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(silence);
        try
        {
            return await NextAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing more of the snapshot has come for {silence.TotalSeconds} s");
        }
    }

    private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (left == 0 && !ended)
        {
            await inner.ReadExactlyAsync(head, cancellationToken);
            left = BinaryPrimitives.ReadInt32LittleEndian(head);
            ended = left == 0;
            if (left is < 0 or > RaftFrames.ChunkBytes)
            {
                throw new InvalidDataException($"snapshot chunk of {left} bytes; at most {RaftFrames.ChunkBytes} are allowed");
            }
        }

        if (ended || buffer.Length == 0)
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, left)], cancellationToken);
        left -= read;
        return read > 0 ? read : throw new EndOfStreamException("the connection ended in the middle of a snapshot");
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("an arriving snapshot is read asynchronously");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("an arriving snapshot is only read");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("an arriving snapshot is read once");

    public override void SetLength(long value) => throw new NotSupportedException("an arriving snapshot is only read");
}
