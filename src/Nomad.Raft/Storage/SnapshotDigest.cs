using System.Buffers.Binary;

namespace Nomad.Raft.Storage;

/// <summary>Tells one file of a snapshot from another of the same place: servers may write the same state in different bytes.</summary>
/// <param name="Bytes">Length of the content.</param>
/// <param name="Checksum">CRC-32C of the content.</param>
public readonly record struct SnapshotDigest(long Bytes, uint Checksum)
{
    private const int EncodedBytes = 12;

    /// <summary>The form of log entries.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[EncodedBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Checksum);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no digest.</exception>
    public static SnapshotDigest Decode(ReadOnlySpan<byte> bytes) => bytes.Length == EncodedBytes
        ? new SnapshotDigest(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]))
        : throw new InvalidDataException($"the digest of a state has {EncodedBytes} bytes, not {bytes.Length}");
}
