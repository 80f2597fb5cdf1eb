using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Nomad.Client.Native;

namespace Nomad.Client.Files;

/// <summary>
/// The one way the agent opens what tasks may have put in place: the kernel itself resolves the path below the root and refuses
/// every step out of it, be it `..`, an absolute path, a symbolic link or a mount's magic link. Needs Linux 5.6 (openat2).
/// </summary>
public sealed class BeneathRoot : IDisposable
{
    private const ulong ResolveBeneath = 0x08;
    private const ulong ResolveNoMagicLinks = 0x02;

    /// <summary>No path of a task is longer (PATH_MAX).</summary>
    private const int MaxPath = 4_096;

    private readonly string path;
    private readonly SafeFileHandle root;

    public BeneathRoot(string path)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("files of allocations can be read on Linux only");
        this.path = path;
        root = Linux.OpenFolder(path);
    }

    /// <summary>Opens a regular file for reading. The caller owns the stream.</summary>
    /// <exception cref="FileNotFoundException">Nothing there.</exception>
    /// <exception cref="UnauthorizedAccessException">The path leaves the root.</exception>
    public FileStream OpenFile(string relative)
    {
        var handle = Open(relative, OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        try
        {
            if (File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
                throw new IOException($"{relative} is a directory");
            // Reading a pipe could wait for ever; a device that a task made shows what is not the task's.
            return !OperatingSystem.IsLinux() || Linux.IsPlain(handle) ? new FileStream(handle, FileAccess.Read, bufferSize: 0)
                : throw new IOException($"{relative} is not a regular file");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The host's name for an entry that lies below the root, held open by the returned handle: a path under /proc/self/fd, which
    /// stays right even when a task swaps folders meanwhile.
    /// </summary>
    public HeldPath Hold(string relative)
    {
        var handle = Open(relative, OpenFlags.PathOnly | OpenFlags.CloseOnExec);
        return new HeldPath(handle, $"/proc/self/fd/{handle.DangerousGetHandle()}");
    }

    /// <summary>
    /// Writes a whole file, making folders on the way: the old content or the new is there, never a part. A link in place of the
    /// file is replaced, not followed.
    /// </summary>
    public void WriteFile(string relative, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var parts = Clean(relative).Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var depth = 1; depth < parts.Length; depth++)
        {
            using var parent = Hold(string.Join('/', parts[..(depth - 1)]));
            var folder = $"{parent.Path}/{parts[depth - 1]}";
            if (Path.Exists(folder))
                continue;
            Directory.CreateDirectory(folder);
            // Held while its mode changes: a task may put a link in its place at any moment.
            using var made = Hold(string.Join('/', parts[..depth]));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(made.Path, (UnixFileMode)0b111_111_111);
        }
        using var home = Hold(string.Join('/', parts[..^1]));
        var half = $"{home.Path}/.{Guid.NewGuid():N}";
        using (var stream = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(content);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(stream.SafeFileHandle, mode);
        }
        File.Move(half, $"{home.Path}/{parts[^1]}", overwrite: true);
    }

    public void Dispose() => root.Dispose();

    private SafeFileHandle Open(string relative, int flags)
    {
        var clean = Clean(relative);
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("files of allocations can be read on Linux only");
        var handle = Linux.OpenAt2(root, clean, (ulong)flags, ResolveBeneath | ResolveNoMagicLinks, out var error);
        return handle ?? throw error switch
        {
            Linux.NotFound or Linux.NotDirectory => new FileNotFoundException($"{relative}: no such file or directory"),
            Linux.CrossesDevice or Linux.TooManyLinks => new UnauthorizedAccessException("Path escapes the alloc directory"),
            _ => new IOException($"open {path}/{clean}: {new Win32Exception(error).Message}"),
        };
    }

    // A leading slash means the root here, as users write it; what is left is judged by the kernel.
    private static string Clean(string relative)
    {
        if (relative.Length > MaxPath || relative.Contains('\0'))
            throw new UnauthorizedAccessException("path is too long or holds a zero byte");
        var clean = relative.TrimStart('/');
        return clean.Length == 0 ? "." : clean;
    }
}

/// <summary>An entry held open; its path is valid until it is disposed.</summary>
public sealed record HeldPath(SafeFileHandle Handle, string Path) : IDisposable
{
    public void Dispose() => Handle.Dispose();
}
