using System.Numerics;
using System.Runtime.InteropServices;

namespace Nomad.Scheduling.Ranking;

/// <summary>10^x of many numbers at once. One number gives the same bits alone as among others.</summary>
internal static class PowersOfTen
{
    private const double NaturalLogarithmOfTen = 2.302585092994045684;

    public static double Of(double exponent) => Vector.Exp(new Vector<double>(exponent * NaturalLogarithmOfTen))[0];

    /// <summary>Replaces each number by its power. The span's length is a multiple of the vector's.</summary>
    public static void Replace(Span<double> exponents)
    {
        var logarithm = new Vector<double>(NaturalLogarithmOfTen);
        foreach (ref var own in MemoryMarshal.Cast<double, Vector<double>>(exponents))
            own = Vector.Exp(own * logarithm);
    }
}
