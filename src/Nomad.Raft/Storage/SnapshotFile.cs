using System.Buffers.Binary;

namespace Nomad.Raft.Storage;

/// <summary>Head and tail of snapshot files, little-endian; see <see cref="DiskSnapshotStore"/>.</summary>
internal static class SnapshotFile
{
    private const int FixedHeadBytes = 8 + 8 + 8 + 8 + 4;
    private const int TailBytes = 12;
    private const int MaxConfigurationBytes = 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "NMDSNAP1"u8;

    public static byte[] EncodeHead(SnapshotMeta meta)
    {
        var configuration = meta.Configuration.Encode();
        var head = new byte[FixedHeadBytes + configuration.Length + 4];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(8), meta.Index);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(16), meta.Term);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(24), meta.ConfigurationIndex);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), configuration.Length);
        configuration.CopyTo(head, FixedHeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(head.Length - 4), Crc32C.Of(head.AsSpan(0, head.Length - 4)));
        return head;
    }

    public static byte[] EncodeTail(long length, uint checksum)
    {
        var tail = new byte[TailBytes];
        BinaryPrimitives.WriteInt64LittleEndian(tail, length);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(8), checksum);
        return tail;
    }

    /// <summary>Leaves the stream at the start of the content.</summary>
    public static SnapshotMeta ReadHead(Stream file, string path)
    {
        var head = new byte[FixedHeadBytes];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan(0, 8).SequenceEqual(Magic))
        {
            throw Damaged(path, 0, "no snapshot head");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(32));
        if (length is < 0 or > MaxConfigurationBytes)
        {
            throw Damaged(path, 32, $"configuration of {length} bytes");
        }

        var rest = new byte[length + 4];
        var crc = new Crc32C();
        if (file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
        {
            throw Damaged(path, FixedHeadBytes, "file ends in its head");
        }

        crc.Add(head);
        crc.Add(rest.AsSpan(0, length));
        if (crc.Value != BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan(length)))
        {
            throw Damaged(path, 0, "wrong checksum of the head");
        }

        return new SnapshotMeta(
            BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)),
            BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16)),
            RaftConfiguration.Decode(rest.AsSpan(0, length)),
            BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(24)));
    }

    public static (SnapshotDigest Digest, Stream Content) OpenContent(IRaftFiles files, string path)
    {
        var file = files.OpenRead(path);
        try
        {
            ReadHead(file, path);
            var start = file.Position;
            var tail = new byte[TailBytes];
            if (file.Length < start + TailBytes)
            {
                throw Damaged(path, file.Length, "the file ends before its content does");
            }

            file.Seek(-TailBytes, SeekOrigin.End);
            file.ReadExactly(tail);
            var length = BinaryPrimitives.ReadInt64LittleEndian(tail);
            if (length != file.Length - TailBytes - start)
            {
                throw Damaged(path, file.Length - TailBytes, $"content of {file.Length - TailBytes - start} bytes where {length} are declared");
            }

            file.Seek(start, SeekOrigin.Begin);
            var expected = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(8));
            return (new SnapshotDigest(length, expected), new ChecksumStream(file, length, actual =>
            {
                if (actual != expected)
                {
                    throw Damaged(path, start, "wrong checksum of the content");
                }
            }));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static DamagedFileException Damaged(string path, long offset, string problem) =>
        new(new StorageDamage("raft snapshot file", path, offset, problem));
}
