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

    /// <summary>What a disk writes at once, at least.</summary>
    private const int BlockBytes = 512;

    /// <summary>Fewer zeros may be content.</summary>
    private const int LeastBlank = 32;

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

    /// <summary>Sound records anywhere behind a damaged one, in their order.</summary>
    public static IEnumerable<(LogEntry Entry, bool StartsBatch)> Scan(ReadOnlyMemory<byte> data, ulong damagedIndex)
    {
        for (var i = 0; i + HeaderBytes <= data.Length; i++)
        {
            var index = BinaryPrimitives.ReadUInt64LittleEndian(data.Span[(i + 8)..]);
            if (index > damagedIndex && index - damagedIndex < (ulong)data.Length && Read(data.Span[i..], index, out var startsBatch) is { } entry)
            {
                yield return (entry, startsBatch);
                i += SizeOf(entry) - 1;
            }
        }
    }

    /// <summary>Whether a write that a crash interrupted explains what lies where a record should be, at the end of a log's last write.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="offset">Where the record should begin.</param>
    public static bool IsTorn(ReadOnlySpan<byte> file, int offset)
    {
        var rest = file[offset..];
        if (rest.Length < HeaderBytes || !rest[..HeaderBytes].ContainsAnyExcept((byte)0) || HasBlankBlock(file, offset))
        {
            return true;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        return (length < 0 || length > rest.Length - HeaderBytes) && !IsSoundButForItsLength(rest, length);
    }

    // Where a file grew but the content did not get there, a disk gives zeros.
    private static bool HasBlankBlock(ReadOnlySpan<byte> file, int offset)
    {
        for (var start = (offset + BlockBytes - 1) / BlockBytes * BlockBytes; start + LeastBlank <= file.Length; start += BlockBytes)
        {
            if (!file[start..Math.Min(start + BlockBytes, file.Length)].ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSoundButForItsLength(ReadOnlySpan<byte> source, int length)
    {
        for (var bit = 0; bit < 32; bit++)
        {
            var other = length ^ (1 << bit);
            if (other >= 0 && other <= source.Length - HeaderBytes)
            {
                var record = source[..(HeaderBytes + other)].ToArray();
                BinaryPrimitives.WriteInt32LittleEndian(record, other);
                if (BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4)) == Checksum(record))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = new Crc32C();
        crc.Add(record[..4]);
        crc.Add(record[8..]);
        return crc.Value;
    }
}
