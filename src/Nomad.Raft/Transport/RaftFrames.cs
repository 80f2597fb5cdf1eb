using System.Buffers.Binary;

namespace Nomad.Raft.Transport;

/// <summary>
/// Messages on a stream: length 4, message. The head of a snapshot is answered with the offset (8) from which its content is wanted; that follows in
/// chunks of the same form; a chunk of length 0 ends it, and a byte 1 confirms it.
/// </summary>
internal static class RaftFrames
{
    public const int ChunkBytes = 256 * 1024;

    private const byte Stored = 1;

    public static byte[] Frame(RaftMessage message)
    {
        var body = RaftMessageCodec.Encode(message);
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    /// <summary>Null when the stream ends between two messages.</summary>
    public static async Task<RaftMessage?> ReadAsync(Stream stream, CancellationToken token)
    {
        var head = new byte[4];
        if (await stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, token) < 4)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > RaftMessageCodec.MaxMessageBytes)
        {
            throw new InvalidDataException($"raft message of {length} bytes; 1 to {RaftMessageCodec.MaxMessageBytes} are allowed");
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, token);
        return RaftMessageCodec.Decode(body);
    }

    /// <exception cref="IOException">The receiver does not confirm it, or takes nothing for as long as <paramref name="silence"/>.</exception>
    public static async Task WriteSnapshotAsync(Stream stream, InstallSnapshot header, Stream data, TimeSpan silence, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            limit.CancelAfter(silence);
            await WriteSnapshotAsync(stream, header, data, () => limit.CancelAfter(silence), limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new IOException($"server {header.To} has taken nothing of the snapshot for {silence.TotalSeconds} s");
        }
    }

    private static async Task WriteSnapshotAsync(Stream stream, InstallSnapshot header, Stream data, Action goesOn, CancellationToken token)
    {
        await stream.WriteAsync(Frame(header), token);
        await stream.FlushAsync(token);
        var chunk = new byte[4 + ChunkBytes];
        await SkipAsync(data, await ReadOffsetAsync(stream, header, token), token);
        int read;
        do
        {
            goesOn();
            read = await data.ReadAtLeastAsync(chunk.AsMemory(4), ChunkBytes, throwOnEndOfStream: false, token);
            BinaryPrimitives.WriteInt32LittleEndian(chunk, read);
            await stream.WriteAsync(chunk.AsMemory(0, 4 + read), token);
        }
        while (read > 0);

        await stream.FlushAsync(token);
        goesOn();
        if (await stream.ReadAtLeastAsync(chunk.AsMemory(0, 1), 1, throwOnEndOfStream: false, token) < 1 || chunk[0] != Stored)
        {
            throw new IOException($"server {header.To} did not confirm the snapshot");
        }
    }

    /// <summary>The content from an offset on. What is passed over is read all the same: its checksum counts.</summary>
    public static async Task<Stream> SkipAsync(Stream data, long offset, CancellationToken token)
    {
        var passed = new byte[ChunkBytes];
        while (offset > 0)
        {
            var read = await data.ReadAsync(passed.AsMemory(0, (int)Math.Min(offset, passed.Length)), token);
            offset -= read > 0 ? read : throw new InvalidDataException($"the snapshot ends {offset} bytes before the offset it is wanted from");
        }

        return data;
    }

    public static async Task SendOffsetAsync(Stream stream, long offset, CancellationToken token)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        await stream.WriteAsync(bytes, token);
        await stream.FlushAsync(token);
    }

    private static async Task<long> ReadOffsetAsync(Stream stream, InstallSnapshot header, CancellationToken token)
    {
        var bytes = new byte[8];
        await stream.ReadExactlyAsync(bytes, token);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return offset >= 0 && offset <= header.Digest.Bytes ? offset
            : throw new InvalidDataException($"server {header.To} wants a snapshot of {header.Digest.Bytes} bytes from offset {offset}");
    }

    public static async Task ConfirmAsync(Stream stream, CancellationToken token)
    {
        await stream.WriteAsync(new[] { Stored }, token);
        await stream.FlushAsync(token);
    }
}
