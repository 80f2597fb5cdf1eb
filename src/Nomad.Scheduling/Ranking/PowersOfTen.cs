using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// 10^x for x from 0 to 1, within 1e-15 of it: a table of steps, and for what is left of x the first terms of the series of the exponential function. Two
/// numbers at a time, which every processor can do; the same bits on all of them.
/// </summary>
internal static class PowersOfTen
{
    private const int Steps = 1_024;
    private const double NaturalLogarithmOfTen = 2.302585092994045684;

    /// <summary>The powers of whole steps, from 0 to 1.</summary>
    public static double[] Table { get; } = [.. Enumerable.Range(0, Steps + 1).Select(step => Math.Pow(10, (double)step / Steps))];

    /// <summary>10 to the one exponent and 10 to the other, added.</summary>
    /// <param name="table">Always <see cref="Table"/>: whoever asks for many fetches it once.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumOf(Vector128<double> exponents, ReadOnlySpan<double> table)
    {
        var steps = exponents * Steps;
        var (one, other) = ((int)steps[0], (int)steps[1]);
        if ((uint)one > Steps || (uint)other > Steps)
            return Math.Pow(10, exponents[0]) + Math.Pow(10, exponents[1]);
        var rest = (exponents - Vector128.Create((double)one, other) * (1.0 / Steps)) * NaturalLogarithmOfTen;
        var square = rest * rest;
        var series = Vector128<double>.One + rest + square * (Vector128.Create(0.5) + rest * (1 / 6.0) + square * (1 / 24.0));
        var powers = Vector128.Create(table[one], table[other]) * series;
        return powers[0] + powers[1];
    }
}
