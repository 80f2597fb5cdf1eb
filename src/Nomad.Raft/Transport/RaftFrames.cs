using System.Buffers.Binary;

namespace Nomad.Raft.Transport;

/// <summary>Messages on a stream: length 4, message. A snapshot follows its head in chunks of the same form; a chunk of length 0 ends it, and a byte 1 confirms it.</summary>
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

    public static async Task WriteSnapshotAsync(Stream stream, InstallSnapshot header, Stream data, CancellationToken token)
    {
        await stream.WriteAsync(Frame(header), token);
        var chunk = new byte[4 + ChunkBytes];
        int read;
        do
        {
            read = await data.ReadAtLeastAsync(chunk.AsMemory(4), ChunkBytes, throwOnEndOfStream: false, token);
            BinaryPrimitives.WriteInt32LittleEndian(chunk, read);
            await stream.WriteAsync(chunk.AsMemory(0, 4 + read), token);
        }
        while (read > 0);

        await stream.FlushAsync(token);
        if (await stream.ReadAtLeastAsync(chunk.AsMemory(0, 1), 1, throwOnEndOfStream: false, token) < 1 || chunk[0] != Stored)
        {
            throw new IOException($"server {header.To} did not confirm the snapshot");
        }
    }

    public static async Task ConfirmAsync(Stream stream, CancellationToken token)
    {
        await stream.WriteAsync(new[] { Stored }, token);
        await stream.FlushAsync(token);
    }
}
