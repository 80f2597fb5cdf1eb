using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>A disk that is full from some moment on.</summary>
public sealed class FailingStorage : IRaftStorage
{
    private readonly MemoryRaftStorage inner = new();

    public bool Broken { get; set; }

    public ISnapshotStore Snapshots => inner.Snapshots;

    public StoredLog Load() => inner.Load();

    public void CutDamage() => inner.CutDamage();

    public void Repaired() => inner.Repaired();

    public void SaveHardState(HardState state)
    {
        Check();
        inner.SaveHardState(state);
    }

    public void Append(IReadOnlyList<LogEntry> entries)
    {
        Check();
        inner.Append(entries);
    }

    public void Compact(ulong index, ulong term) => inner.Compact(index, term);

    public void Reset(ulong index, ulong term) => inner.Reset(index, term);

    public void Dispose() => inner.Dispose();

    private void Check()
    {
        if (Broken)
        {
            throw new IOException("No space left on device");
        }
    }
}
