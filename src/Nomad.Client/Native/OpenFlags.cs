namespace Nomad.Client.Native;

/// <summary>Flags of open(2) as x86-64 and most architectures number them; arm64 numbers O_DIRECTORY and O_NOFOLLOW its own way.</summary>
internal static class OpenFlags
{
    private static readonly bool Arm = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
        is System.Runtime.InteropServices.Architecture.Arm64 or System.Runtime.InteropServices.Architecture.Arm;

    public static int Folder => Arm ? 0x4000 : 0x10000;

    public static int NoFollow => Arm ? 0x8000 : 0x20000;

    public const int CloseOnExec = 0x80000;

    public const int PathOnly = 0x200000;

    /// <summary>Never hang on a fifo that a task put in place of a file.</summary>
    public const int NonBlocking = 0x800;
}
