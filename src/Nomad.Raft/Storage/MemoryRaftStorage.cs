namespace Nomad.Raft.Storage;

/// <summary>Remembers as long as the process lives: for <c>-dev</c> and tests. A second server may load it after the first has ended.</summary>
public sealed class MemoryRaftStorage : IRaftStorage
{
    private readonly List<LogEntry> entries = [];
    private readonly MemorySnapshotStore snapshots = new();
    private HardState hardState = HardState.Initial;
    private ulong baseIndex;
    private ulong baseTerm;

    public ISnapshotStore Snapshots => snapshots;

    public StoredLog Load()
    {
        if (snapshots.Latest is { } snapshot && TermAt(snapshot.Index) != snapshot.Term)
        {
            Reset(snapshot.Index, snapshot.Term);
        }

        return new StoredLog(hardState, baseIndex, baseTerm, [.. entries], snapshots.Latest);
    }

    public void CutDamage()
    {
    }

    public void Repaired()
    {
    }

    public void SaveHardState(HardState state) => hardState = state;

    public void Append(IReadOnlyList<LogEntry> added)
    {
        var keep = (int)(added[0].Index - baseIndex - 1);
        entries.RemoveRange(keep, entries.Count - keep);
        entries.AddRange(added);
    }

    public void Compact(ulong index, ulong term)
    {
        if (index > baseIndex)
        {
            entries.RemoveRange(0, (int)(index - baseIndex));
            (baseIndex, baseTerm) = (index, term);
        }
    }

    public void Reset(ulong index, ulong term)
    {
        entries.Clear();
        (baseIndex, baseTerm) = (index, term);
    }

    public void Dispose()
    {
    }

    private ulong? TermAt(ulong index) =>
        index == baseIndex ? baseTerm : index > baseIndex && index <= baseIndex + (ulong)entries.Count ? entries[(int)(index - baseIndex - 1)].Term : null;
}
