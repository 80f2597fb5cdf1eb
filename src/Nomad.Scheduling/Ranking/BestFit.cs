using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// BestFit v3 of Google's cluster papers as the field uses it: 10^free of CPU and memory after placing, 0 (bad) to 1 (good). Everybody who asks gets the same bits.
/// </summary>
internal static class BestFit
{
    private const double Most = 18;

    /// <summary>The parts of CPU and memory that are left; nothing of what is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Free(long cpuUsed, int cpu, long memoryUsed, int memory)
    {
        var all = Vector128.Create((double)cpu, memory);
        var free = Vector128<double>.One - Vector128.Create((double)cpuUsed, memoryUsed) / all;
        return Vector128.ConditionalSelect(Vector128.GreaterThan(all, Vector128<double>.Zero), free, Vector128<double>.Zero);
    }

    /// <param name="spreadOut">Whether much free room is good, not bad.</param>
    public static double Of(Vector128<double> free, bool spreadOut) => Of(free, spreadOut, PowersOfTen.Table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Of(Vector128<double> free, bool spreadOut, ReadOnlySpan<double> powers)
    {
        var sum = PowersOfTen.SumOf(free, powers);
        return Math.Clamp(spreadOut ? sum - 2 : 20 - sum, 0, Most) * (1 / Most);
    }

    /// <summary>Works out the fits that are 0 so far; the others (those without room) stay.</summary>
    public static void Fill(Span<double> fits, ReadOnlySpan<Vector128<double>> free, bool spreadOut)
    {
        ReadOnlySpan<double> powers = PowersOfTen.Table;
        for (var i = 0; i < fits.Length; i++)
        {
            if (fits[i] == 0)
                fits[i] = Of(free[i], spreadOut, powers);
        }
    }
}
