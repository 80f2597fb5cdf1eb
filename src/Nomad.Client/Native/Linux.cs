using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Nomad.Client.Native;

/// <summary>The few system calls of Linux that .NET has no method for. Numbers are the same on all 64-bit architectures we run on.</summary>
[SupportedOSPlatform("linux")]
internal static partial class Linux
{
    public const int NotFound = 2;
    public const int CrossesDevice = 18;
    public const int NotDirectory = 20;
    public const int TooManyLinks = 40;
    public const int PermissionDenied = 13;

    private const long OpenAt2Call = 437;
    private const long LandlockCreateRulesetCall = 444;
    private const ulong NoSuid = 2;
    private const ulong NoDevices = 4;
    private const ulong NoExecute = 8;
    private const int DetachMount = 2;
    private const int UnmountNoFollow = 8;
    private const int StatusBytes = 256;
    private const int StatusModeOffset = 28;
    private const int StatusSizeOffset = 40;
    private const int EmptyPath = 0x1000;
    private const int TypeOfFile = 1;
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    // struct statvfs of 64-bit glibc and musl; the padding behind covers their trailing fields.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct FileSystemAnswer
    {
        public ulong Block;
        public ulong Fragment;
        public ulong Blocks;
        public ulong Free;
        public ulong Available;
        public ulong Inodes;
        public ulong FreeInodes;
        public fixed ulong Rest[16];
    }

    /// <summary>statvfs(3): block size, blocks, free and available blocks, inodes, free inodes; null when the kernel refuses.</summary>
    public static (ulong Block, ulong Blocks, ulong Free, ulong Available, ulong Inodes, ulong FreeInodes)? FileSystem(string path) =>
        FileSystemRaw(path, out var found) == 0 ? (found.Fragment, found.Blocks, found.Free, found.Available, found.Inodes, found.FreeInodes) : null;

    /// <summary>openat2(2). Returns null and the error number when the kernel refuses.</summary>
    public static unsafe SafeFileHandle? OpenAt2(SafeFileHandle folder, string path, ulong flags, ulong resolve, out int error)
    {
        var how = new OpenHow { Flags = flags, Resolve = resolve };
        var name = System.Text.Encoding.UTF8.GetBytes(path + "\0");
        fixed (byte* text = name)
        {
            var result = OpenAt2Raw(OpenAt2Call, folder.DangerousGetHandle(), text, &how, (nuint)sizeof(OpenHow));
            error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
            return result < 0 ? null : new SafeFileHandle((nint)result, ownsHandle: true);
        }
    }

    public static SafeFileHandle OpenFolder(string path)
    {
        var descriptor = Open(path, OpenFlags.Folder | OpenFlags.CloseOnExec | OpenFlags.PathOnly);
        return descriptor < 0
            ? throw new IOException($"open {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}")
            : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Whether an open file is a plain one: no folder, pipe, socket or device.</summary>
    public static unsafe bool IsPlain(SafeFileHandle file)
    {
        var answer = stackalloc byte[StatusBytes];
        return Describe((int)file.DangerousGetHandle(), "", EmptyPath, TypeOfFile, answer) == 0
            && (*(ushort*)(answer + StatusModeOffset) & TypeMask) == RegularFile;
    }

    /// <summary>Changes the mode of a folder, never of what a link in its place points to.</summary>
    /// <exception cref="IOException">The path is no folder, or a link to one.</exception>
    public static void ChangeFolderMode(string path, UnixFileMode mode)
    {
        var descriptor = Open(path, OpenFlags.Folder | OpenFlags.NoFollow | OpenFlags.CloseOnExec | OpenFlags.PathOnly);
        if (descriptor < 0)
            throw new IOException($"{path} must be a folder: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        using var held = new SafeFileHandle(descriptor, ownsHandle: true);
        File.SetUnixFileMode($"/proc/self/fd/{descriptor}", mode);
    }

    /// <summary>Version of Landlock, 0 without it.</summary>
    public static int LandlockVersion() => Math.Max(0, (int)LandlockRaw(LandlockCreateRulesetCall, 0, 0, 1));

    /// <summary>Mounts a memory file system that swaps nothing out where the kernel can, and holds no programs or devices.</summary>
    /// <returns>0, or the error number.</returns>
    public static int MountMemory(string path, int megabytes)
    {
        const ulong flags = NoSuid | NoDevices | NoExecute;
        if (Mount("tmpfs", path, "tmpfs", flags, $"size={megabytes}m,noswap") == 0)
            return 0;
        return Mount("tmpfs", path, "tmpfs", flags, $"size={megabytes}m") == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Bytes of what the path or the handle names, folders too, as <c>ls</c> shows them; 0 when it is gone. Follows no link.</summary>
    public static unsafe long SizeOf(string path, SafeFileHandle? handle = null)
    {
        const int workingFolder = -100, noFollow = 0x100, wantSize = 0x200;
        var answer = stackalloc byte[StatusBytes];
        var held = handle is null ? workingFolder : (int)handle.DangerousGetHandle();
        return Describe(held, path, noFollow | (handle is null ? 0 : EmptyPath), wantSize, answer) == 0 ? *(long*)(answer + StatusSizeOffset) : 0;
    }

    public static int Unmount(string path) => Umount2(path, DetachMount | UnmountNoFollow) == 0 ? 0 : Marshal.GetLastPInvokeError();

    public static bool IsRoot => GetEffectiveUser() == 0;

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileSystemRaw(string path, out FileSystemAnswer found);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial long OpenAt2Raw(long number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long LandlockRaw(long number, nint attributes, nuint size, uint flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Describe(int folder, string path, int flags, uint wanted, byte* answer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Umount2(string target, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
