using System.Runtime.InteropServices;
using System.Text;

namespace Nomad.Raft.Storage;

/// <summary>The two things a log needs from a file system beyond reading and writing: replace a file at once, and make names durable.</summary>
internal static class DurableFiles
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY (Linux)

    /// <summary>After this, a power cut leaves the old content or the new one, nothing between.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes created, renamed and deleted names of a directory survive a power cut.</summary>
    public static void FlushDirectory(string path)
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
}
