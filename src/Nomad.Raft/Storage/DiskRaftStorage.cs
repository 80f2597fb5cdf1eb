using System.Buffers.Binary;
using System.Text;

namespace Nomad.Raft.Storage;

/// <summary>
/// A directory: <c>meta</c> (term and vote, replaced as a whole), <c>log/</c> (segments of records with checksums) and
/// <c>snapshots/</c>. Nothing is acknowledged before it is flushed to the disk.
/// </summary>
public sealed class DiskRaftStorage : IRaftStorage
{
    /// <summary>A new file begins when one is this long: compaction deletes whole files.</summary>
    public const long SegmentBytes = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> MetaMagic => "NMDMETA1"u8;

    private readonly IRaftFiles files;
    private readonly string metaPath;
    private readonly string logDirectory;
    private readonly DiskSnapshotStore snapshots;
    private readonly List<LogSegment> segments = [];
    private readonly long segmentBytes;
    private ulong lastTerm;

    public DiskRaftStorage(string directory, long segmentBytes = SegmentBytes, IRaftFiles? files = null)
    {
        this.files = files ??= DiskFiles.Instance;
        this.segmentBytes = segmentBytes;
        metaPath = Path.Combine(directory, "meta");
        logDirectory = Path.Combine(directory, "log");
        files.CreateDirectory(logDirectory);
        snapshots = new DiskSnapshotStore(Path.Combine(directory, "snapshots"), files);
        files.FlushDirectory(directory);
    }

    public ISnapshotStore Snapshots => snapshots;

    private ulong LastIndex => segments.Count > 0 ? segments[^1].LastIndex : 0;

    public StoredLog Load()
    {
        var entries = new List<LogEntry>();
        var paths = files.List(logDirectory, ".log").Order(StringComparer.Ordinal).ToArray();
        foreach (var path in paths)
        {
            var segment = LogSegment.Open(files, path, newest: path == paths[^1], entries);
            if (segments.Count > 0 && segment.FirstIndex != LastIndex + 1)
            {
                throw new InvalidDataException($"raft log file {path}: starts with entry {segment.FirstIndex}, but the file before ends with {LastIndex}");
            }

            segments.Add(segment);
        }

        var snapshot = snapshots.Latest;
        var (baseIndex, baseTerm) = segments.Count > 0 ? (segments[0].FirstIndex - 1, segments[0].PreviousTerm) : (0, 0);
        if (baseIndex > (snapshot?.Index ?? 0))
        {
            throw new InvalidDataException($"raft log in {logDirectory} starts after entry {baseIndex}, but no snapshot in {snapshots.Directory} covers the part before");
        }

        if (snapshot is not null && TermAt(snapshot.Index) != snapshot.Term)
        {
            Reset(snapshot.Index, snapshot.Term);
            entries.Clear();
            (baseIndex, baseTerm) = (snapshot.Index, snapshot.Term);
        }

        lastTerm = entries.Count > 0 ? entries[^1].Term : baseTerm;
        return new StoredLog(LoadHardState(), baseIndex, baseTerm, entries, snapshot);

        ulong? TermAt(ulong index) => index == baseIndex ? baseTerm
            : index > baseIndex && index - baseIndex <= (ulong)entries.Count ? entries[(int)(index - baseIndex - 1)].Term : null;
    }

    public void SaveHardState(HardState state)
    {
        var vote = Encoding.UTF8.GetBytes(state.Vote ?? "");
        var content = new byte[8 + 8 + 1 + vote.Length + 4];
        MetaMagic.CopyTo(content);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(8), state.Term);
        content[16] = (byte)(state.Vote is null ? 0 : 1);
        vote.CopyTo(content, 17);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(content.Length - 4), Crc32C.Of(content.AsSpan(0, content.Length - 4)));
        files.Replace(metaPath, content);
    }

    public void Append(IReadOnlyList<LogEntry> entries)
    {
        var truncated = TruncateFrom(entries[0].Index);
        if (segments.Count == 0 || (!truncated && segments[^1].Length >= segmentBytes))
        {
            segments.Add(LogSegment.Create(files, logDirectory, entries[0].Index, lastTerm));
        }

        segments[^1].Append(entries);
        lastTerm = entries[^1].Term;
    }

    public void Compact(ulong index, ulong term)
    {
        var obsolete = segments.TakeWhile(segment => segment.LastIndex <= index && segment != segments[^1]).Count();
        for (var i = 0; i < obsolete; i++)
        {
            segments[i].Delete();
        }

        segments.RemoveRange(0, obsolete);
        if (obsolete > 0)
        {
            files.FlushDirectory(logDirectory);
        }
    }

    public void Reset(ulong index, ulong term)
    {
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            segments[i].Delete();
        }

        segments.Clear();
        segments.Add(LogSegment.Create(files, logDirectory, index + 1, term));
        lastTerm = term;
    }

    public void Dispose()
    {
        foreach (var segment in segments)
        {
            segment.Dispose();
        }
    }

    private bool TruncateFrom(ulong index)
    {
        var truncated = LastIndex >= index;
        while (segments.Count > 0 && segments[^1].FirstIndex > index)
        {
            segments[^1].Delete();
            segments.RemoveAt(segments.Count - 1);
        }

        if (segments.Count > 0 && segments[^1].LastIndex >= index)
        {
            segments[^1].TruncateFrom(index);
            files.FlushDirectory(logDirectory);
        }

        return truncated;
    }

    private HardState LoadHardState()
    {
        if (!files.Exists(metaPath))
        {
            return segments.Count == 0 ? HardState.Initial : throw new InvalidDataException($"raft metadata file {metaPath} is missing although a log exists");
        }

        ReadOnlySpan<byte> content = files.Read(metaPath);
        if (content.Length < 21 || !content[..8].SequenceEqual(MetaMagic) || BinaryPrimitives.ReadUInt32LittleEndian(content[^4..]) != Crc32C.Of(content[..^4]))
        {
            throw new InvalidDataException($"raft metadata file {metaPath}: damaged at offset 0 (wrong checksum over {content.Length} bytes)");
        }

        return new HardState(BinaryPrimitives.ReadUInt64LittleEndian(content[8..]), content[16] == 0 ? null : Encoding.UTF8.GetString(content[17..^4]));
    }
}
