using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nomad.Drivers.Processes;

/// <summary>
/// A folder of logs that tasks may write to as well. Held open, so that a task that swaps the folder leads nobody elsewhere; files in it
/// are opened only when they are plain files with one name, so that a task that plants a link, a pipe or a device gains nothing.
/// </summary>
internal sealed unsafe partial class LogFolder : IDisposable
{
    private const int WriteOnly = 1, Create = 0x40, Append = 0x400, NonBlocking = 0x800, CloseOnExec = 0x80000, PathOnly = 0x200000;
    private const int EmptyPath = 0x1000, TypeAndLinks = 0x5, AnswerBytes = 256, LinksOffset = 16, ModeOffset = 28;
    private const int TypeMask = 0xf000, RegularFile = 0x8000;
    private const uint OwnerWritesAllRead = 0b110_100_100;

    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly int FolderOnly = Arm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = Arm ? 0x8000 : 0x20000;

    private readonly SafeFileHandle _handle;

    private LogFolder(SafeFileHandle handle) => _handle = handle;

    private string Here => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <summary>Makes the folder when it is missing. Throws <see cref="IOException"/>, also when a link stands in its place.</summary>
    public static LogFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        var descriptor = Native.Open(path, PathOnly | FolderOnly | NoFollow | CloseOnExec);
        return descriptor >= 0 ? new LogFolder(new SafeFileHandle(descriptor, ownsHandle: true))
            : throw new IOException($"open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(Here).Select(path => Path.GetFileName(path));

    public void Delete(string name) => File.Delete(Path.Combine(Here, name));

    /// <summary>Opens a file for writing at its end, or makes it. Throws <see cref="IOException"/> for anything but a plain file.</summary>
    public FileStream OpenToAppend(string name)
    {
        var descriptor = OpenAt((int)_handle.DangerousGetHandle(), name, WriteOnly | Create | Append | NonBlocking | NoFollow | CloseOnExec, OwnerWritesAllRead);
        if (descriptor < 0)
            throw new IOException($"open {name}: {Marshal.GetLastPInvokeErrorMessage()}");
        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (!IsPlain(descriptor))
        {
            handle.Dispose();
            throw new IOException($"open {name}: it is not a plain file with one name");
        }

        FileStream stream = new(handle, FileAccess.Write, bufferSize: 0);
        stream.Seek(0, SeekOrigin.End);
        return stream;
    }

    public void Dispose() => _handle.Dispose();

    private static bool IsPlain(int descriptor)
    {
        var answer = stackalloc byte[AnswerBytes];
        return Describe(descriptor, "", EmptyPath, TypeAndLinks, answer) == 0
            && (*(ushort*)(answer + ModeOffset) & TypeMask) == RegularFile && *(uint*)(answer + LinksOffset) == 1;
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Describe(int folder, string name, int flags, uint wanted, byte* answer);
}
