using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Nomad.Raft.Storage;

/// <summary>
/// One file of the log: a head of 32 bytes (magic 8, first index 8, term of the entry before 8, CRC-32C 4, zero 4), then records.
/// Its name carries the first index, so that names sort as the log does.
/// </summary>
internal sealed class LogSegment : IDisposable
{
    public const int HeaderBytes = 32;

    private static ReadOnlySpan<byte> Magic => "NMDLOG01"u8;

    private readonly IRaftFiles files;
    private readonly IRaftFile file;
    private readonly List<long> offsets;

    private LogSegment(IRaftFiles files, string path, ulong firstIndex, ulong previousTerm, List<long> offsets, long length)
    {
        (this.files, Path, FirstIndex, PreviousTerm, this.offsets, Length) = (files, path, firstIndex, previousTerm, offsets, length);
        file = files.Open(path);
    }

    public string Path { get; }

    public ulong FirstIndex { get; }

    public ulong PreviousTerm { get; }

    public long Length { get; private set; }

    public ulong LastIndex => FirstIndex + (ulong)offsets.Count - 1;

    public static LogSegment Create(IRaftFiles files, string directory, ulong firstIndex, ulong previousTerm)
    {
        var path = System.IO.Path.Combine(directory, $"{firstIndex.ToString("D20", CultureInfo.InvariantCulture)}.log");
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], firstIndex);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], previousTerm);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], Crc32C.Of(header[..24]));
        files.Replace(path, header);
        return new LogSegment(files, path, firstIndex, previousTerm, [], HeaderBytes);
    }

    /// <summary>
    /// Reads a segment into <paramref name="entries"/>. In the newest segment a torn tail is cut. At <paramref name="damagedAt"/> lies
    /// damage that no interrupted write explains; the segment ends before it and the file is not touched. Null when its head is damaged.
    /// </summary>
    public static LogSegment? Open(IRaftFiles files, string path, bool newest, List<LogEntry> entries, out int? damagedAt)
    {
        var content = files.Read(path);
        ReadOnlySpan<byte> data = content;
        if (data.Length < HeaderBytes || !data[..8].SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(data[24..]) != Crc32C.Of(data[..24]))
        {
            damagedAt = 0;
            return null;
        }

        var firstIndex = BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
        var offsets = new List<long>();
        var offset = HeaderBytes;
        while (offset < data.Length && LogRecord.Read(data[offset..], firstIndex + (ulong)offsets.Count, out _) is { } entry)
        {
            entries.Add(entry);
            offsets.Add(offset);
            offset += LogRecord.SizeOf(entry);
        }

        var isDamaged = offset < data.Length
            && (!newest || LogRecord.Scan(content.AsMemory(offset + 1), firstIndex + (ulong)offsets.Count).Any(record => record.StartsBatch) || !LogRecord.IsTorn(data, offset));
        var segment = new LogSegment(files, path, firstIndex, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]), offsets, offset);
        damagedAt = isDamaged ? offset : null;
        if (offset < data.Length && !isDamaged)
        {
            segment.Cut();
        }

        return segment;
    }

    /// <summary>Durable when it returns.</summary>
    public void Append(IReadOnlyList<LogEntry> entries)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(entries.Sum(LogRecord.SizeOf));
        try
        {
            var position = 0;
            for (var i = 0; i < entries.Count; i++)
            {
                LogRecord.Write(buffer.AsSpan(position), entries[i], startsBatch: i == 0);
                offsets.Add(Length + position);
                position += LogRecord.SizeOf(entries[i]);
            }

            file.Write(buffer.AsSpan(0, position), Length);
            file.Flush();
            Length += position;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void TruncateFrom(ulong index)
    {
        var count = (int)(index - FirstIndex);
        Length = offsets[count];
        offsets.RemoveRange(count, offsets.Count - count);
        Cut();
    }

    public void Delete()
    {
        file.Dispose();
        files.Delete(Path);
    }

    public void Dispose() => file.Dispose();

    /// <summary>Removes from the file what lies behind the last entry.</summary>
    public void Cut()
    {
        file.SetLength(Length);
        file.Flush();
    }
}
