using System.Text;

namespace Nomad.Raft.Storage;

/// <summary>
/// A directory: <c>meta</c> (term and vote, replaced as a whole), <c>log/</c> (segments of records with checksums) and
/// <c>snapshots/</c>; <c>incomplete</c> lies beside them while entries that damage took are missing. Nothing is acknowledged before it is flushed to the disk.
/// </summary>
public sealed class DiskRaftStorage : IRaftStorage
{
    /// <summary>A new file begins when one is this long: compaction deletes whole files.</summary>
    public const long SegmentBytes = 16 * 1024 * 1024;

    private readonly IRaftFiles files;
    private readonly string directory;
    private readonly string metaPath;
    private readonly string incompletePath;
    private readonly string logDirectory;
    private readonly DiskSnapshotStore snapshots;
    private readonly List<LogSegment> segments = [];
    private readonly long segmentBytes;
    private ulong lastTerm;
    private (StorageDamage Damage, FoundLog Log, (ulong Index, ulong Term)? Base, ulong? From)? damaged;

    /// <param name="directory">Made when it is not there.</param>
    /// <param name="segmentBytes">As <see cref="SegmentBytes"/>.</param>
    /// <param name="files">Where it lies; null: on this machine.</param>
    /// <param name="snapshotStep">As <see cref="DiskSnapshotStore.PartStep"/>.</param>
    public DiskRaftStorage(string directory, long segmentBytes = SegmentBytes, IRaftFiles? files = null, long snapshotStep = DiskSnapshotStore.PartStep)
    {
        this.files = files ??= DiskFiles.Instance;
        (this.segmentBytes, this.directory) = (segmentBytes, directory);
        incompletePath = Path.Combine(directory, "incomplete");
        metaPath = Path.Combine(directory, "meta");
        logDirectory = Path.Combine(directory, "log");
        files.CreateDirectory(logDirectory);
        snapshots = new DiskSnapshotStore(Path.Combine(directory, "snapshots"), files, snapshotStep);
        files.FlushDirectory(directory);
    }

    public ISnapshotStore Snapshots => snapshots;

    private ulong LastIndex => segments.Count > 0 ? segments[^1].LastIndex : 0;

    public StoredLog Load()
    {
        var lostSnapshot = snapshots.Verify();
        var log = FoundLog.Read(files, logDirectory);
        segments.AddRange(log.Segments);
        var snapshot = snapshots.Latest;
        var entries = log.Entries;
        var damage = log.Damage;
        var (baseIndex, baseTerm) = segments.Count > 0 ? (segments[0].FirstIndex - 1, segments[0].PreviousTerm) : (0, 0);
        var follows = baseIndex <= (snapshot?.Index ?? 0);
        if (!follows)
        {
            damage = lostSnapshot ?? throw new InvalidDataException(
                $"raft log in {logDirectory} starts after entry {baseIndex}, but no snapshot in {snapshots.Directory} covers the part before");
        }

        (ulong Index, ulong Term)? reset = null;
        if (!follows || (snapshot is not null && TermAt(snapshot.Index) != snapshot.Term))
        {
            (baseIndex, baseTerm) = (snapshot?.Index ?? 0, snapshot?.Term ?? 0);
            reset = (baseIndex, baseTerm);
            entries = [];
        }

        // An entry whose state is gone is lost with it. One that a snapshot contains is not applied any more, unless that snapshot is damaged.
        var lost = LostState(entries, snapshot?.Index ?? 0);
        if (lost is var (from, problem))
        {
            damage = lostSnapshot is null ? problem : problem with { Problem = $"{problem.Problem}; {lostSnapshot}" };
            entries = [.. entries.TakeWhile(entry => entry.Index < from)];
        }

        lastTerm = entries.Count > 0 ? entries[^1].Term : baseTerm;
        if (damage is not null)
        {
            damage = damage with { Configuration = log.NewestConfiguration ?? snapshot?.Configuration };
            damaged = (damage, log, reset, lost?.From);
        }
        else if (reset is { } place)
        {
            Reset(place.Index, place.Term);
        }

        return new StoredLog(LoadHardState(), baseIndex, baseTerm, entries, snapshot) { Damage = damage, LacksEntries = damage is not null || files.Exists(incompletePath) };

        ulong? TermAt(ulong index) => index == baseIndex ? baseTerm
            : index > baseIndex && index - baseIndex <= (ulong)entries.Count ? entries[(int)(index - baseIndex - 1)].Term : null;
    }

    public void CutDamage()
    {
        if (damaged is not { } found)
        {
            return;
        }

        files.Replace(incompletePath, Encoding.UTF8.GetBytes(found.Damage + "\n"));
        found.Log.Cut(logDirectory);
        snapshots.DeleteDamaged();
        if (found.Base is { } place)
        {
            Reset(place.Index, place.Term);
        }
        else if (found.From is { } from)
        {
            TruncateFrom(from);
        }

        damaged = null;
    }

    public void Repaired()
    {
        if (files.Exists(incompletePath))
        {
            files.Delete(incompletePath);
            files.FlushDirectory(directory);
        }
    }

    public void SaveHardState(HardState state) => HardStateFile.Write(files, metaPath, state);

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

        snapshots.Dispose();
    }

    private (ulong From, StorageDamage Damage)? LostState(IReadOnlyList<LogEntry> entries, ulong contained)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == EntryKind.State && entry.Index > contained))
        {
            if (snapshots.VerifyState(SnapshotDigest.Decode(entry.Data.Span), entry.Index) is { } damage)
            {
                return (entry.Index, damage);
            }
        }

        return null;
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
            return segments.Count == 0 && damaged is null ? HardState.Initial : throw new InvalidDataException($"raft metadata file {metaPath} is missing although a log exists");
        }

        return HardStateFile.Read(files, metaPath);
    }
}
