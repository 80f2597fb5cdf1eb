using System.Runtime.CompilerServices;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// 10^x for x from 0 to 1, within 1e-15 of it: a table of steps, and for what is left of x the first terms of the series of the exponential function. The same
/// bits on every machine. A program that must run on any processor has vectors of two numbers only, and with those the library's
/// function takes a quarter longer.
/// </summary>
internal static class PowersOfTen
{
    private const int Steps = 1_024;
    private const double NaturalLogarithmOfTen = 2.302585092994045684;

    private static readonly double[] Table = [.. Enumerable.Range(0, Steps + 1).Select(step => Math.Pow(10, (double)step / Steps))];

    /// <summary>10^one + 10^other.</summary>
    public static double SumOf(double one, double other)
    {
        ReadOnlySpan<double> table = Table;
        return Of(one, table) + Of(other, table);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Of(double exponent, ReadOnlySpan<double> table)
    {
        if (!(exponent is >= 0 and <= 1))
            return Math.Pow(10, exponent);
        var step = (int)(exponent * Steps);
        var rest = (exponent - step * (1.0 / Steps)) * NaturalLogarithmOfTen;
        var square = rest * rest;
        return table[step] * (1 + rest + square * (0.5 + rest * (1 / 6.0) + square * (1 / 24.0)));
    }
}
