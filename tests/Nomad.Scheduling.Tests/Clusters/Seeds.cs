using System.Globalization;

namespace Nomad.Scheduling.Tests.Clusters;

/// <summary>
/// A property held against worlds that are made from a number alone: the same ones in every run, and more of them where
/// <c>NOMAD_SEEDS</c> says how many times as many.
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
}
