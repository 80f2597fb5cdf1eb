using System.Globalization;
using CsCheck;

namespace Nomad.Testing;

/// <summary>
/// A property held against cases that are made from a number alone: the same ones in every run, and more of them where
/// <c>NOMAD_SEEDS</c> says how many times as many. (CsCheck's own <c>seed</c> fixes its first case only.)
/// </summary>
internal static class Seeds
{
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("NOMAD_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 1;

    public static void Each(int count, Action<int> property)
    {
        for (var seed = 1; seed <= count * Times; seed++)
            try
            {
                property(seed);
            }
            catch (Exception problem)
            {
                Assert.Fail($"seed {seed}: {problem}");
            }
    }

    /// <summary>The same with one case of <paramref name="cases"/> for each seed.</summary>
    public static void Each<T>(int count, Gen<T> cases, Action<T> property) => Each(count, seed =>
    {
        var made = cases.Generate(new PCG((uint)seed, (ulong)seed), null, out _);
        try
        {
            property(made);
        }
        catch (Exception problem)
        {
            Assert.Fail($"{Check.Print(made)}: {problem}");
        }
    });
}
