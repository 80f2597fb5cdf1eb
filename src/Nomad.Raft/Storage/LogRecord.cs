using System.Buffers.Binary;

namespace Nomad.Raft.Storage;

/// <summary>
/// One entry on disk, little-endian: length of the data 4, CRC-32C of all that follows it 4, index 8, term 8, kind and batch mark 1, data.
/// The mark stands on the first record of each batch. A batch is written only after the one before is durable, so a marked record
/// behind a damaged one proves that the damage is no torn write.
/// </summary>
internal static class LogRecord
{
    public const int HeaderBytes = 25;

    private const byte BatchStart = 0x80;

    public static int SizeOf(LogEntry entry) => HeaderBytes + entry.Data.Length;

    public static void Write(Span<byte> target, LogEntry entry, bool startsBatch)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, entry.Data.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], entry.Index);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], entry.Term);
        target[24] = (byte)((byte)entry.Kind | (startsBatch ? BatchStart : 0));
        entry.Data.Span.CopyTo(target[HeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum(target[..SizeOf(entry)]));
    }

    /// <summary>Null when no whole, sound record with this index begins here.</summary>
    public static LogEntry? Read(ReadOnlySpan<byte> source, ulong? expectedIndex, out bool startsBatch)
    {
        startsBatch = false;
        if (source.Length < HeaderBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(source);
        if (length < 0 || length > source.Length - HeaderBytes || (expectedIndex is { } index && BinaryPrimitives.ReadUInt64LittleEndian(source[8..]) != index))
        {
            return null;
        }

        var record = source[..(HeaderBytes + length)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != Checksum(record))
        {
            return null;
        }

        startsBatch = (record[24] & BatchStart) != 0;
        return new LogEntry(
            BinaryPrimitives.ReadUInt64LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[16..]),
            (EntryKind)(record[24] & ~BatchStart),
            record[HeaderBytes..].ToArray());
    }

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = new Crc32C();
        crc.Add(record[..4]);
        crc.Add(record[8..]);
        return crc.Value;
    }
}
