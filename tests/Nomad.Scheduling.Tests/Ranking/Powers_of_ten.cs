using System.Runtime.Intrinsics;
using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Tests.Ranking;

public sealed class Powers_of_ten
{
    private const int Samples = 200_000;
    private const double Tolerance = 1e-15;

    [Fact]
    public void Sums_are_those_of_the_library()
    {
        for (var i = 0; i <= Samples; i++)
        {
            var (one, other) = ((double)i / Samples, 1 - (double)i / Samples / 3);
            var expected = Math.Pow(10, one) + Math.Pow(10, other);
            Assert.InRange(Sum(one, other), expected * (1 - Tolerance), expected * (1 + Tolerance));
        }
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(1, 0, 11)]
    [InlineData(1, 1, 20)]
    [InlineData(2, -1, 100.1)]
    [InlineData(-0.5, 3, 1000.3162277660168)]
    public void Whole_exponents_and_those_of_nodes_with_more_than_they_have(double one, double other, double sum) =>
        Assert.Equal(sum, Sum(one, other), Tolerance * sum);

    private static double Sum(double one, double other) => PowersOfTen.SumOf(Vector128.Create(one, other), PowersOfTen.Table);
}
