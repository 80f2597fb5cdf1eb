using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Running;

/// <summary>A disk that has room for all but files of one kind, by the end of their names.</summary>
internal sealed class FilesWithoutRoom(string kind) : IRaftFiles
{
    private static readonly IRaftFiles Disk = DiskFiles.Instance;

    public void CreateDirectory(string path) => Disk.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory, string ending) => Disk.List(directory, ending);

    public bool Exists(string path) => Disk.Exists(path);

    public byte[] Read(string path) => Disk.Read(path);

    public Stream OpenRead(string path) => Disk.OpenRead(path);

    public IRaftFile Open(string path) => Disk.Open(path);

    public IRaftFile Create(string path) => Disk.Create(path);

    public void Move(string from, string to)
    {
        if (to.EndsWith(kind, StringComparison.Ordinal))
        {
            throw new IOException("No space left on device");
        }

        Disk.Move(from, to);
    }

    public void Delete(string path) => Disk.Delete(path);

    public void FlushDirectory(string path) => Disk.FlushDirectory(path);
}
