using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nomad.Agent.Composition;

/// <summary>
/// Has the kernel hand out a server's heap in pages of 2 MB where it can ("transparent huge pages", as other runtimes ask for theirs). Handing out a page of 4 KB
/// costs a virtual machine up to 12 µs, which is more than all that is done in it until the next; one of 2 MB costs a fiftieth of what 512 small ones do.
/// The collector makes its memory usable by 64 KB at a time, which no large page fits in: so what it has set aside is made usable at once. That takes no memory:
/// pages are handed out when they are first touched. docs/decisions/0010-huge-pages.md.
/// </summary>
internal static partial class HugePages
{
    /// <summary>What is asked for by one call: the kernel refuses one that is for more than the machine has.</summary>
    private const long StepBytes = 256 << 20;

    /// <summary>The collector hands out its memory by regions of this size, the lowest first.</summary>
    private const long RegionBytes = 4 << 20;

    /// <summary>Larger pages (other processors have some of 32 or 512 MB) would waste more than they save.</summary>
    private const long LargestPage = 2 << 20;

    /// <summary>On a smaller machine, or in a smaller container, half-empty large pages would be missed elsewhere.</summary>
    private const long LeastMemory = 1L << 30;

    private const int ReadAndWrite = 3;
    private const int WithHugePages = 14;
    private const int WithinDumps = 17;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static long first;
    private static long end;
    private static int collections;
    private static ITimer? renewal;

    /// <summary>
    /// To be called once, when the process has its collector, before it allocates much. Without effect where the system has no such pages or is strict about
    /// memory.
    /// </summary>
    public static void Ask()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (memory < LeastMemory || !IsOffered(Content("/sys/kernel/mm/transparent_hugepage/enabled"), Content("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"))
            || !IsFree(Content("/proc/sys/vm/overcommit_memory"), Content("/proc/self/limits")))
            return;
        var own = AddressOf(new object()) / RegionBytes * RegionBytes;
        // The rest of what is set aside is not going to be used, and a process with a piece larger than the machine's memory may not fork.
        var most = memory / 4 * 3 / StepBytes * StepBytes;
        (first, end) = (own, Math.Min(own + most, EndOfReserve(Content("/proc/self/maps"), own)));
        if (end > first)
            renewal = TimeProvider.System.CreateTimer(_ => Renew(), null, Interval, Interval);
        AskForAll();
    }

    /// <summary>What the collector gives back forgets what was asked for; it gives back after collections.</summary>
    private static void Renew()
    {
        if (GC.CollectionCount(0) is var now && now == collections)
            return;
        collections = now;
        AskForAll();
    }

    private static void AskForAll()
    {
        for (var at = first; at < end; at += StepBytes)
        {
            var size = (nint)Math.Min(StepBytes, end - at);
            // The order matters: memory that differs in any of these is not one piece to the kernel.
            if (Advise((nint)at, size, WithHugePages) != 0 || Advise((nint)at, size, WithinDumps) != 0 || Protect((nint)at, size, ReadAndWrite) != 0)
                return;
        }
    }

    /// <summary>Whether the kernel has pages of a useful size. Pure; the contents of two files of /sys, "" where they are missing.</summary>
    internal static bool IsOffered(string enabled, string pageSize) =>
        (enabled.Contains("[madvise]", StringComparison.Ordinal) || enabled.Contains("[always]", StringComparison.Ordinal))
        && long.TryParse(pageSize, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestPage;

    /// <summary>Whether memory that may be used, but is not, counts for nothing. Pure; the contents of two files of /proc.</summary>
    internal static bool IsFree(string overcommit, string limits) =>
        overcommit.Trim() is "0" or "1"
        && limits.Split('\n').FirstOrDefault(line => line.StartsWith("Max data size", StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3] == "unlimited";

    /// <summary>
    /// Where the address space ends that was set aside together with the memory at <paramref name="at"/>: with the largest piece that is not usable yet, of those
    /// that follow without a gap. What lies behind that, the guard pages of other threads' stacks among it, is others'. Pure; 0 when there is none.
    /// </summary>
    internal static long EndOfReserve(string maps, long at)
    {
        var (reached, end, largest) = (0L, 0L, 0L);
        foreach (var line in maps.Split('\n'))
        {
            // 7f7f21d01000-7fbf07ec0000 ---p 00000000 00:00 0
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 5 || parts[1][3] != 'p' || parts[0].Split('-') is not [var from, var to])
                continue;
            var (begins, ends) = (long.Parse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            if ((begins > at || at >= ends) && begins != reached)
                continue;
            reached = ends;
            if (parts[1] == "---p" && ends - begins > largest)
                (end, largest) = (ends, ends - begins);
        }
        return end;
    }

    private static unsafe long AddressOf(object something) => *(nint*)Unsafe.AsPointer(ref something);

    private static string Content(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);
}
