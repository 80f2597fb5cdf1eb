using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nomad.Raft.Storage;

/// <summary>The files of this machine.</summary>
public sealed class DiskFiles : IRaftFiles
{
    public static readonly DiskFiles Instance = new();

    private const int ReadBufferBytes = 256 * 1024;
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY (Linux)

    private DiskFiles()
    {
    }

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory, string ending) => Directory.GetFiles(directory, "*" + ending);

    public bool Exists(string path) => File.Exists(path);

    public byte[] Read(string path) => File.ReadAllBytes(path);

    public Stream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, ReadBufferBytes);

    public IRaftFile Open(string path) => new Handle(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite));

    public IRaftFile Create(string path) => new Handle(File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite));

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void FlushDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(Encoding.UTF8.GetBytes(path + "\0"), ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw new IOException($"cannot open directory {path} to make its names durable");
        }

        var result = Fsync(descriptor);
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"cannot make the names in directory {path} durable");
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    private sealed class Handle(SafeFileHandle file) : IRaftFile
    {
        public void Write(ReadOnlySpan<byte> content, long offset) => RandomAccess.Write(file, content, offset);

        public void SetLength(long length) => RandomAccess.SetLength(file, length);

        public void Flush() => RandomAccess.FlushToDisk(file);

        public void Dispose() => file.Dispose();
    }
}
