using Nomad.Raft.Storage;

namespace Nomad.Raft.Consensus;

/// <summary>
/// The log in memory since its last cut. Compaction bounds it, so nothing is ever read back from disk while running. Knows how far it
/// has been handed out for storing, and the configurations it contains.
/// </summary>
public sealed class RaftLog
{
    private readonly List<LogEntry> entries;
    private readonly List<(ulong Index, RaftConfiguration Configuration)> configurations;
    private ulong firstUnstored;

    public RaftLog(ulong baseIndex, ulong baseTerm, IEnumerable<LogEntry> entries, SnapshotMeta? snapshot)
    {
        (BaseIndex, BaseTerm, Snapshot) = (baseIndex, baseTerm, snapshot);
        this.entries = [.. entries];
        configurations = [(snapshot?.ConfigurationIndex ?? 0, snapshot?.Configuration ?? RaftConfiguration.Empty)];
        foreach (var entry in this.entries)
        {
            Remember(entry);
        }

        firstUnstored = LastIndex + 1;
    }

    /// <summary>Place of the last entry that was cut away.</summary>
    public ulong BaseIndex { get; private set; }

    public ulong BaseTerm { get; private set; }

    public SnapshotMeta? Snapshot { get; private set; }

    public ulong LastIndex => BaseIndex + (ulong)entries.Count;

    public ulong LastTerm => entries.Count > 0 ? entries[^1].Term : BaseTerm;

    public RaftConfiguration Configuration => configurations[^1].Configuration;

    /// <summary>The one in force before <see cref="Configuration"/>, or that one itself if no older one is known.</summary>
    public RaftConfiguration PreviousConfiguration => configurations[^Math.Min(2, configurations.Count)].Configuration;

    public ulong ConfigurationIndex => configurations[^1].Index;

    /// <summary>An operator's group counts that is in no entry yet.</summary>
    public bool IsGroupReplaced { get; private set; }

    /// <summary>From now on this group counts, whatever the entries here say; those of the next leader count again.</summary>
    public void ReplaceGroup(RaftConfiguration group)
    {
        configurations.Clear();
        configurations.Add((BaseIndex, group));
        IsGroupReplaced = true;
    }

    /// <summary>Null when the place was cut away or does not exist yet.</summary>
    public ulong? TermAt(ulong index) =>
        index == BaseIndex ? BaseTerm : index > BaseIndex && index <= LastIndex ? this[index].Term : null;

    public LogEntry this[ulong index] => entries[(int)(index - BaseIndex - 1)];

    /// <summary>Entries from one place on: at least one if there is any, else no more than the limit of bytes.</summary>
    public IReadOnlyList<LogEntry> Slice(ulong from, ulong through, long maxBytes)
    {
        if (from > through)
        {
            return [];
        }

        var count = 0;
        var bytes = 0L;
        var start = (int)(from - BaseIndex - 1);
        while (from + (ulong)count <= through)
        {
            bytes += entries[start + count].Data.Length + EntryOverheadBytes;
            if (count > 0 && bytes > maxBytes)
            {
                break;
            }

            count++;
        }

        return entries.GetRange(start, count);
    }

    /// <summary>What the entries name that bring the state of an operator.</summary>
    public IReadOnlyList<SnapshotDigest> States => [.. entries.Where(entry => entry.Kind == EntryKind.State).Select(entry => SnapshotDigest.Decode(entry.Data.Span))];

    /// <summary>Place of the last entry up to there that brings the state of an operator; 0 if there is none.</summary>
    public ulong LastStateUpTo(ulong index) => entries.FindLast(entry => entry.Kind == EntryKind.State && entry.Index <= index)?.Index ?? 0;

    /// <summary>Counted for every entry in limits of bytes, so that empty entries are not free.</summary>
    public const int EntryOverheadBytes = 32;

    public LogEntry Add(ulong term, EntryKind kind, ReadOnlyMemory<byte> data)
    {
        var entry = new LogEntry(LastIndex + 1, term, kind, data);
        Add(entry);
        return entry;
    }

    public void Add(LogEntry entry)
    {
        if (entry.Index != LastIndex + 1)
        {
            throw new RaftInvariantException($"entry {entry.Index} cannot follow entry {LastIndex}");
        }

        entries.Add(entry);
        Remember(entry);
    }

    /// <summary>Takes what a leader sent after a place that both know: what is here already stays, what conflicts goes with all that follows it.</summary>
    /// <exception cref="RaftInvariantException">A committed entry would go.</exception>
    public void Merge(IReadOnlyList<LogEntry> sent, ulong commit)
    {
        foreach (var entry in sent)
        {
            if (TermAt(entry.Index) is { } term)
            {
                if (term == entry.Term)
                {
                    continue;
                }

                if (entry.Index <= commit)
                {
                    throw new RaftInvariantException($"entry {entry.Index} conflicts with a committed one (commit index {commit})");
                }

                TruncateFrom(entry.Index);
            }

            Add(entry);
        }
    }

    /// <summary>Removes entries from a place on. Only a conflict with a leader may ask for it, and never below the commit index.</summary>
    public void TruncateFrom(ulong index)
    {
        entries.RemoveRange((int)(index - BaseIndex - 1), (int)(LastIndex - index + 1));
        configurations.RemoveAll(item => item.Index >= index && item.Index > 0);
        firstUnstored = Math.Min(firstUnstored, index);
    }

    /// <summary>Entries that have not been handed out for storing yet.</summary>
    public IReadOnlyList<LogEntry> TakeUnstored()
    {
        var unstored = firstUnstored > LastIndex ? [] : Slice(firstUnstored, LastIndex, long.MaxValue);
        firstUnstored = LastIndex + 1;
        return unstored;
    }

    /// <summary>A snapshot covers the log up to its index; entries up to <paramref name="cut"/> go.</summary>
    public void Compact(SnapshotMeta snapshot, ulong cut)
    {
        Snapshot = snapshot;
        if (cut <= BaseIndex)
        {
            return;
        }

        var term = TermAt(cut)!.Value;
        entries.RemoveRange(0, (int)(cut - BaseIndex));
        (BaseIndex, BaseTerm) = (cut, term);
        while (configurations.Count > 1 && configurations[1].Index <= cut)
        {
            configurations.RemoveAt(0);
        }
    }

    /// <summary>The snapshot replaces everything.</summary>
    public void Reset(SnapshotMeta snapshot)
    {
        entries.Clear();
        configurations.Clear();
        configurations.Add((snapshot.ConfigurationIndex, snapshot.Configuration));
        (BaseIndex, BaseTerm, Snapshot, firstUnstored) = (snapshot.Index, snapshot.Term, snapshot, snapshot.Index + 1);
    }

    /// <summary>Highest place at or below <paramref name="index"/> whose term is at most <paramref name="term"/>: the two logs can match there at best.</summary>
    public (ulong Index, ulong Term) LastPossibleMatch(ulong index, ulong term)
    {
        for (var i = Math.Min(index, LastIndex); i > BaseIndex; i--)
        {
            if (this[i].Term <= term)
            {
                return (i, this[i].Term);
            }
        }

        return (BaseIndex, BaseTerm);
    }

    private void Remember(LogEntry entry)
    {
        if (entry.Kind == EntryKind.Configuration && entry.Index > configurations[^1].Index)
        {
            configurations.Add((entry.Index, RaftConfiguration.Decode(entry.Data.Span)));
            IsGroupReplaced = false;
        }
    }
}
