using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nomad.Agent.Composition;

/// <summary>
/// Has a server's garbage collected by several processors at once. By one alone, a busy server is halted for more than a quarter of its time, and the other
/// processors with it. Which collector a program has is settled before its first line runs, so the process begins anew with other settings: its id,
/// arguments and environment stay. Commands and clients do without: they begin sooner with the usual one. docs/decisions/0009-parallel-collector.md.
/// </summary>
internal static partial class ParallelCollector
{
    /// <summary>Set in the environment of a process that has begun anew.</summary>
    private const string Mark = "NOMAD_PARALLEL_COLLECTOR";

    private const string Switch = "DOTNET_gcServer";

    /// <summary>Each takes a share of the machine's memory for itself; beyond these the pauses hardly become shorter.</summary>
    private const int MostHeaps = 4;

    /// <summary>What comes together in a heap before it is looked through. With half of it, more lives to be moved than is saved: the peak is higher.</summary>
    private const long MostYoungBytes = 128 << 20;

    /// <summary>On a small machine or in a small container all heaps together wait for no more than this part of its memory.</summary>
    private const int YoungPart = 12;

    private const int BrokenPipe = 13;
    private const int SetMask = 2;

    /// <summary>A kernel's or a C library's set of signals, whichever is larger.</summary>
    private const int SignalSetBytes = 128;

    private static readonly int Heaps = Math.Min(Environment.ProcessorCount, MostHeaps);

    private static readonly (string Name, string Value)[] Settings =
    [
        (Switch, "1"),
        ("DOTNET_GCHeapCount", Heaps.ToString("x", CultureInfo.InvariantCulture)),
        ("DOTNET_GCDynamicAdaptationMode", "0"),
        ("DOTNET_GCgen0size", Math.Min(MostYoungBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / YoungPart / Heaps).ToString("x", CultureInfo.InvariantCulture)),
        ("DOTNET_GCNoAffinitize", "1"),
        (Mark, "1"),
    ];

    /// <summary>
    /// Does not return where the process begins anew. Returns where that has been done, is of no use (one processor, a program that is compiled while it
    /// runs), was decided by whoever started the process, or is refused by the system. To be called before threads, files and signals are anyone's business.
    /// </summary>
    public static void Become()
    {
        if (Environment.GetEnvironmentVariable(Mark) is not null)
        {
            // The settings are this process's own: neither tasks nor commands it starts inherit them.
            foreach (var (name, _) in Settings)
                Environment.SetEnvironmentVariable(name, null);
            HugePages.Ask();
            return;
        }
        if (RuntimeFeature.IsDynamicCodeSupported || Environment.ProcessorCount < 2 || Environment.GetEnvironmentVariable(Switch) is not null
            || Environment.ProcessPath is not { } program)
            return;
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        // What the runtime set for itself would be inherited: tasks would not end at a broken pipe.
        SetSignal(BrokenPipe, 0);
        SetSignalMask(SetMask, new byte[SignalSetBytes], 0);
        Execute(program, [.. Environment.GetCommandLineArgs(), null], [.. environment, .. Settings.Select(each => $"{each.Name}={each.Value}"), null]);
    }

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, [In] byte[] signals, nint before);
}
