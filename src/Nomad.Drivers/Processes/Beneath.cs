using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Nomad.Drivers.Processes;

/// <summary>What the agent does to files in a task's own folder, where the task or its job may have put links and <c>..</c>.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class Beneath
{
    private const nint OpenAt2Call = 437;
    private const ulong PathOnly = 0x200000, CloseOnExec = 0x80000;
    private const ulong ResolveBeneath = 0x08, ResolveNoMagicLinks = 0x02;

    [StructLayout(LayoutKind.Sequential)]
    private struct How
    {
        public ulong Flags, Mode, Resolve;
    }

    /// <summary>Lets everyone execute a file below a folder. Nothing happens to one that the path finds elsewhere, or not at all.</summary>
    public static void MakeExecutable(string root, string relative)
    {
        var folder = Native.Open(root, (int)(PathOnly | CloseOnExec));
        if (folder < 0)
            return;
        using SafeFileHandle held = new(folder, ownsHandle: true);
        How how = new() { Flags = PathOnly | CloseOnExec, Resolve = ResolveBeneath | ResolveNoMagicLinks };
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(relative + "\0"))
        {
            var found = (int)OpenAt2(OpenAt2Call, folder, name, &how, (nuint)sizeof(How));
            if (found < 0)
                return;
            using SafeFileHandle file = new(found, ownsHandle: true);
            var path = $"/proc/self/fd/{found}";
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenAt2(nint number, nint folder, byte* name, How* how, nuint size);
}
