using Nomad.Raft.Storage;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Disks;

/// <summary>
/// The disk of one machine. It outlives its programs. Without a flush nothing is sure: a crash takes any part of what was written
/// last, names too.
/// </summary>
internal sealed class SimulatedDisk(Universe world) : IRaftFiles
{
    private readonly SortedDictionary<string, Inode> names = new(StringComparer.Ordinal);
    private readonly List<(string Directory, Action Undo)> unflushedNames = [];
    private Process? owner;
    private (int Operations, bool OnlyFlushes, Action Down)? trap;
    private bool isSprung;

    /// <summary>Every write fails.</summary>
    public bool IsFull { get; set; }

    /// <summary>How long a flush takes; its program stands still meanwhile.</summary>
    public TimeSpan FlushTime { get; set; }

    /// <summary>Something is not what was written, or what was lost by that is not all here again.</summary>
    public bool IsRotten => names.Values.Any(inode => inode.IsRotten) || names.Keys.Any(path => Path.GetFileName(path) == "incomplete");

    /// <summary>A bit changes by itself in something that was safe on the disk, often in what came last. The file; null when there is none.</summary>
    public string? Rot()
    {
        var files = names.Where(each => each.Value is { IsFlushed: true, Length: > 0 } && Path.GetExtension(each.Key) is ".log" or ".snap" or ".state" or "").ToList();
        if (files.Count == 0)
            return null;
        var (path, inode) = files.LastOrDefault(each => each.Key.EndsWith(".log", StringComparison.Ordinal)) is { Key: not null } newest && world.Chance(0.6)
            ? newest : world.Pick(files);
        if (!inode.IsFlushed || inode.Length == 0)
            return null;
        var from = world.Chance(0.5) ? Math.Max(0, inode.Length - 600) : 0;
        inode.Rot(world.Random.NextInt64(from, inode.Length), world.Random.Next(8));
        return path;
    }

    /// <summary>The same in a state of an operator that waits to be contained in a snapshot; false when there is none.</summary>
    public bool RotState()
    {
        if (names.FirstOrDefault(each => each.Value is { IsFlushed: true, Length: > 0 } && each.Key.EndsWith(".state", StringComparison.Ordinal)).Value is not { } inode)
            return false;
        inode.Rot(world.Random.NextInt64(inode.Length), world.Random.Next(8));
        return true;
    }

    /// <summary>The machine goes down at its next flush, before or after the content is safe.</summary>
    public void GoDownFlushing(Action down) => trap = (1, true, down);

    /// <summary>The machine goes down after so many more changes of any kind, before or after the last of them is made.</summary>
    public void GoDownAfter(int operations, Action down) => trap = (operations, false, down);

    /// <summary>It does not go down any more.</summary>
    public void Spare() => (trap, isSprung) = (null, false);

    /// <summary>A new program has the disk; whoever had it cannot write any more.</summary>
    public void Mount(Process process) => owner = process;

    public void LosePower()
    {
        owner = null;
        Spare();
        var kept = world.Random.Next(unflushedNames.Count + 1);
        for (var i = unflushedNames.Count - 1; i >= kept; i--)
            unflushedNames[i].Undo();
        unflushedNames.Clear();
        foreach (var inode in names.Values.Distinct())
            inode.LosePower(world.Random);
    }

    public Inode File(string path) => names.TryGetValue(path, out var inode) ? inode : throw new FileNotFoundException($"no such file: {path}", path);

    public bool Holds(string path) => names.ContainsKey(path);

    /// <summary>An operator writes a file, and it is safe at once.</summary>
    public void Put(string path, ReadOnlySpan<byte> content)
    {
        var inode = names[path] = new Inode();
        inode.Write(content, 0);
        inode.Flush();
    }

    void IRaftFiles.CreateDirectory(string path)
    {
    }

    IReadOnlyList<string> IRaftFiles.List(string directory, string ending) =>
        [.. names.Keys.Where(path => Path.GetDirectoryName(path) == directory && path.EndsWith(ending, StringComparison.Ordinal))];

    bool IRaftFiles.Exists(string path) => names.ContainsKey(path);

    byte[] IRaftFiles.Read(string path) => File(path).Content.ToArray();

    Stream IRaftFiles.OpenRead(string path) => new MemoryStream(File(path).Content.ToArray(), writable: false);

    IRaftFile IRaftFiles.Open(string path) => new Handle(this, File(path), Mounted());

    IRaftFile IRaftFiles.Create(string path)
    {
        var program = Mounted();
        Check();
        var inode = new Inode();
        Begin();
        Rename(path, inode);
        End();
        return new Handle(this, inode, program);
    }

    void IRaftFiles.Move(string from, string to)
    {
        Mounted();
        Check();
        var inode = File(from);
        var before = names.GetValueOrDefault(to);
        Begin();
        names.Remove(from);
        names[to] = inode;
        unflushedNames.Add((Path.GetDirectoryName(to)!, () =>
        {
            names[from] = inode;
            Restore(to, before);
        }
        ));
        End();
    }

    void IRaftFiles.Delete(string path)
    {
        Mounted();
        var inode = File(path);
        Begin();
        names.Remove(path);
        unflushedNames.Add((Path.GetDirectoryName(path)!, () => names[path] = inode));
        End();
    }

    void IRaftFiles.FlushDirectory(string path)
    {
        Mounted();
        Flushing(() => unflushedNames.RemoveAll(change => change.Directory == path));
    }

    private Process Mounted() => owner is { IsDead: false } program ? program : throw new IOException("this machine is down");

    private void Check()
    {
        if (IsFull)
            throw new IOException("No space left on device");
    }

    private void Rename(string path, Inode? inode)
    {
        var before = names.GetValueOrDefault(path);
        Restore(path, inode);
        unflushedNames.Add((Path.GetDirectoryName(path)!, () => Restore(path, before)));
    }

    private void Restore(string path, Inode? inode)
    {
        if (inode is null)
            names.Remove(path);
        else
            names[path] = inode;
    }

    private void Flushing(Action flush)
    {
        Begin(isFlush: true);
        flush();
        End();
        if (FlushTime > TimeSpan.Zero)
            Mounted().Busy(FlushTime);
    }

    private void Begin(bool isFlush = false)
    {
        if (trap is not var (operations, onlyFlushes, down) || (onlyFlushes && !isFlush))
            return;
        trap = (operations - 1, onlyFlushes, down);
        if (operations > 1)
            return;
        isSprung = true;
        if (world.Chance(0.5))
            End();
    }

    private void End()
    {
        if (!isSprung || trap is not var (_, _, down))
            return;
        Spare();
        down();
        throw new IOException("this machine is down");
    }

    private sealed class Handle(SimulatedDisk disk, Inode inode, Process program) : IRaftFile
    {
        private bool closed;

        public void Write(ReadOnlySpan<byte> content, long offset)
        {
            Usable();
            disk.Check();
            disk.Begin();
            inode.Write(content, offset);
            disk.End();
        }

        public void SetLength(long length)
        {
            Usable();
            disk.Begin();
            inode.SetLength(length);
            disk.End();
        }

        public void Flush()
        {
            Usable();
            disk.Flushing(inode.Flush);
        }

        public void Dispose() => closed = true;

        private void Usable()
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (disk.owner != program || program.IsDead)
                throw new IOException("this machine is down");
        }
    }
}
