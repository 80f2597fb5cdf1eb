using System.Globalization;

namespace Nomad.Raft.Storage;

/// <summary>
/// Snapshot files <c>&lt;term&gt;-&lt;index&gt;.snap</c>: a head (magic, position, configuration, its CRC-32C), the content, its length and
/// CRC-32C at the end. A file gets its name only when it is complete and durable. What has arrived of another server's snapshot lies in
/// <c>&lt;term&gt;-&lt;index&gt;-&lt;bytes&gt;-&lt;checksum&gt;.part</c>, named by what was announced, and is gone on with after a restart. States of operators have
/// the same form, without a position, and are called <c>&lt;bytes&gt;-&lt;checksum&gt;.state</c>. Safe for any thread.
/// </summary>
public sealed class DiskSnapshotStore : ISnapshotStore, IDisposable
{
    /// <summary>What arrives is made durable in pieces of this length; a restart loses no more than two.</summary>
    public const long PartStep = 4 * 1024 * 1024;

    private const string StateKind = "raft state file";

    private static readonly SnapshotMeta NoPlace = new(0, 0, RaftConfiguration.Empty, 0);

    private readonly Lock gate = new();
    private readonly long partStep;
    private readonly IRaftFiles files;
    private readonly List<(SnapshotMeta Meta, string Path)> snapshots = [];
    private readonly List<StorageDamage> damaged = [];
    private readonly HashSet<string> states = [];
    private SnapshotPart? arriving;
    private string? left;
    private int sequence;

    public DiskSnapshotStore(string directory)
        : this(directory, DiskFiles.Instance)
    {
    }

    /// <param name="directory">Made when it is not there.</param>
    /// <param name="files">Where it lies.</param>
    /// <param name="partStep">As <see cref="PartStep"/>; a multiple of 256 KiB, or less than that.</param>
    public DiskSnapshotStore(string directory, IRaftFiles files, long partStep = PartStep)
    {
        (this.files, this.partStep) = (files, partStep);
        Directory = directory;
        files.CreateDirectory(directory);
        foreach (var leftover in files.List(directory, ".tmp"))
        {
            files.Delete(leftover);
        }

        foreach (var path in files.List(directory, ".snap"))
        {
            using var file = files.OpenRead(path);
            try
            {
                snapshots.Add((SnapshotFile.ReadHead(file, path), path));
            }
            catch (DamagedFileException problem)
            {
                damaged.Add(problem.Damage);
            }
        }

        states.UnionWith(files.List(directory, ".state"));
        snapshots.Sort((a, b) => a.Meta.Index.CompareTo(b.Meta.Index));
        var parts = files.List(directory, ".part");
        left = parts.MaxBy(path => IndexOf(path));
        foreach (var older in parts.Where(path => path != left))
        {
            files.Delete(older);
        }
    }

    public string Directory { get; }

    public SnapshotMeta? Latest
    {
        get
        {
            lock (gate)
            {
                return snapshots.Count > 0 ? snapshots[^1].Meta : null;
            }
        }
    }

    public (SnapshotMeta Meta, SnapshotDigest Digest, Stream Content) OpenLatest()
    {
        lock (gate)
        {
            if (snapshots.Count == 0)
            {
                throw new InvalidOperationException($"there is no snapshot in {Directory} yet");
            }

            var (digest, content) = SnapshotFile.OpenContent(files, snapshots[^1].Path);
            return (snapshots[^1].Meta, digest, content);
        }
    }

    /// <summary>Reads the newest snapshot to its end, then the one before if that is damaged. The damage found, the newest first; null if there is none.</summary>
    public StorageDamage? Verify()
    {
        lock (gate)
        {
            while (snapshots.Count > 0 && DamageIn(snapshots[^1].Path) is { } damage)
            {
                damaged.Insert(0, damage);
                snapshots.RemoveAt(snapshots.Count - 1);
            }

            return damaged.FirstOrDefault();
        }
    }

    /// <summary>Reads the state that an entry names to its end; one that is damaged is not offered any more. Null when it is sound.</summary>
    public StorageDamage? VerifyState(SnapshotDigest state, ulong entry)
    {
        var path = PathOf(state);
        lock (gate)
        {
            var damage = states.Remove(path) ? DamageIn(path) : new StorageDamage(StateKind, path, 0, $"it is not there, and entry {entry} of the log names it");
            if (damage is null)
            {
                states.Add(path);
                return null;
            }

            damaged.Add(damage = damage with { Kind = StateKind });
            return damage;
        }
    }

    /// <summary>Deletes the files that are damaged.</summary>
    public void DeleteDamaged()
    {
        lock (gate)
        {
            foreach (var damage in damaged.Where(each => files.Exists(each.Path)))
            {
                files.Delete(damage.Path);
            }

            damaged.Clear();
            files.FlushDirectory(Directory);
        }
    }

    public void Discard(SnapshotMeta meta)
    {
        lock (gate)
        {
            var at = snapshots.FindIndex(each => each.Meta.Index == meta.Index);
            if (at >= 0)
            {
                damaged.Add(new StorageDamage("raft snapshot file", snapshots[at].Path, 0, "found while it was read"));
                snapshots.RemoveAt(at);
            }
        }
    }

    public ISnapshotSink Create(SnapshotMeta meta)
    {
        var temporary = Path.Combine(Directory, $"{NameOf(meta)}-{Interlocked.Increment(ref sequence)}.tmp");
        return new DiskSnapshotSink(files, temporary, meta, () => Publish(meta, temporary, PathOf(meta)));
    }

    public ISnapshotReception Receive(SnapshotMeta meta, SnapshotDigest digest) => Receive(meta, digest, temporary => Publish(meta, temporary, PathOf(meta)));

    public ISnapshotSink CreateState()
    {
        var temporary = Path.Combine(Directory, $"state-{Interlocked.Increment(ref sequence)}.tmp");
        DiskSnapshotSink? sink = null;
        return sink = new DiskSnapshotSink(files, temporary, NoPlace, () => PublishState(temporary, sink!.Digest), partStep);
    }

    public ISnapshotReception ReceiveState(SnapshotDigest digest) => Receive(NoPlace, digest, temporary => PublishState(temporary, digest));

    public bool HasState(SnapshotDigest digest)
    {
        lock (gate)
        {
            return states.Contains(PathOf(digest));
        }
    }

    public Stream OpenState(SnapshotDigest digest)
    {
        lock (gate)
        {
            return states.Contains(PathOf(digest)) ? SnapshotFile.OpenContent(files, PathOf(digest)).Content
                : throw new FileNotFoundException($"the state that the log names is not there: {PathOf(digest)}; start this server again: it is fetched from the others");
        }
    }

    public void KeepStates(IReadOnlyCollection<SnapshotDigest> needed)
    {
        lock (gate)
        {
            foreach (var path in states.Except(needed.Select(PathOf)).ToList())
            {
                files.Delete(path);
                states.Remove(path);
            }
        }
    }

    private SnapshotPart Receive(SnapshotMeta meta, SnapshotDigest digest, Action<string> publish)
    {
        var path = Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"{NameOf(meta)}-{digest.Bytes}-{digest.Checksum:x8}.part"));
        string? found;
        lock (gate)
        {
            if (arriving is { } part && part.Is(meta, digest))
            {
                return part.Continued();
            }

            arriving?.Abandon();
            (found, left) = (left, null);
        }

        if (found is not null && found != path)
        {
            files.Delete(found);
        }

        // Not under the lock: what has arrived may be large, and all of it is read.
        var sink = found == path ? DiskSnapshotSink.Continue(files, path, meta, digest.Bytes, Done, partStep) : null;
        sink ??= new DiskSnapshotSink(files, path, meta, Done, partStep);
        files.FlushDirectory(Directory);
        lock (gate)
        {
            return arriving = new SnapshotPart(meta, digest, sink, ended => Interlocked.CompareExchange(ref arriving, null, ended));
        }

        void Done() => publish(path);
    }

    /// <summary>Leaves what has arrived to the next program.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            arriving?.Leave();
            arriving = null;
        }
    }

    private static string NameOf(SnapshotMeta meta) => string.Create(CultureInfo.InvariantCulture, $"{meta.Term:D10}-{meta.Index:D20}");

    private static ulong IndexOf(string part) =>
        Path.GetFileName(part).Split('-') is [_, var index, ..] && ulong.TryParse(index, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string PathOf(SnapshotMeta meta) => Path.Combine(Directory, NameOf(meta) + ".snap");

    private string PathOf(SnapshotDigest state) => Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"{state.Bytes}-{state.Checksum:x8}.state"));

    private void PublishState(string temporary, SnapshotDigest digest)
    {
        lock (gate)
        {
            files.Move(temporary, PathOf(digest));
            files.FlushDirectory(Directory);
            states.Add(PathOf(digest));
        }
    }

    private void Publish(SnapshotMeta meta, string temporary, string path)
    {
        lock (gate)
        {
            if (snapshots.Count > 0 && snapshots[^1].Meta.Index >= meta.Index)
            {
                files.Delete(temporary);
                return;
            }

            if (arriving is { IsOpen: false } idle && idle.Index <= meta.Index)
            {
                idle.Abandon(); // nobody will go on with it
            }

            if (left is { } part && IndexOf(part) <= meta.Index)
            {
                files.Delete(part);
                left = null;
            }

            files.Move(temporary, path);
            damaged.RemoveAll(each => each.Path == path);
            DeleteDamaged();
            snapshots.Add((meta, path));
            while (snapshots.Count > ISnapshotStore.Kept)
            {
                files.Delete(snapshots[0].Path);
                snapshots.RemoveAt(0);
            }
        }
    }

    private StorageDamage? DamageIn(string path)
    {
        try
        {
            using var content = SnapshotFile.OpenContent(files, path).Content;
            content.CopyTo(Stream.Null);
            return null;
        }
        catch (DamagedFileException problem)
        {
            return problem.Damage;
        }
    }
}
