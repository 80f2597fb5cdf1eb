using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Storage;

/// <summary>The files of this machine, of which a test changes what it needs to.</summary>
internal abstract class FilesOverDisk : IRaftFiles
{
    protected static readonly IRaftFiles Disk = DiskFiles.Instance;

    public void CreateDirectory(string path) => Disk.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory, string ending) => Disk.List(directory, ending);

    public bool Exists(string path) => Disk.Exists(path);

    public byte[] Read(string path) => Disk.Read(path);

    public Stream OpenRead(string path) => Disk.OpenRead(path);

    public virtual IRaftFile Open(string path) => Disk.Open(path);

    public virtual IRaftFile Create(string path) => Disk.Create(path);

    public virtual void Move(string from, string to) => Disk.Move(from, to);

    public void Delete(string path) => Disk.Delete(path);

    public virtual void FlushDirectory(string path) => Disk.FlushDirectory(path);
}
