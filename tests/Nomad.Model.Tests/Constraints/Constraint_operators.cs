using Nomad.Model.Constraints;

namespace Nomad.Model.Tests.Constraints;

public sealed class Constraint_operators
{
    private readonly ConstraintMatcher matcher = new();

    [Theory]
    [InlineData("=", "a", "a", true)]
    [InlineData("==", "a", "b", false)]
    [InlineData("is", "a", null, false)]
    [InlineData("", "a", "a", true)]
    [InlineData("!=", null, "a", true)]
    [InlineData("not", "a", "a", false)]
    [InlineData("<", "2", "10", true)]
    [InlineData("<", "a2", "a10", false)]
    [InlineData(">", "1.5", "1.25", true)]
    [InlineData(">=", "10", "10", true)]
    [InlineData("<=", "11", "10", false)]
    [InlineData("<", null, "10", false)]
    [InlineData("regexp", "linux-6.1", "6\\.[0-9]+$", true)]
    [InlineData("regexp", "linux", "^win", false)]
    [InlineData("regexp", "linux", "(", false)]
    [InlineData("regexp", "linux", "(?=l)", false)]
    [InlineData("set_contains", "a, b,c", "c,a", true)]
    [InlineData("set_contains_all", "a,b", "a,d", false)]
    [InlineData("set_contains_any", "a,b", "d, b", true)]
    [InlineData("set_contains_any", "a,b", "d", false)]
    [InlineData("is_set", "", "", true)]
    [InlineData("is_set", null, "", false)]
    [InlineData("is_not_set", null, "", true)]
    [InlineData("distinct_hosts", null, null, true)]
    [InlineData("frobnicate", "a", "a", false)]
    public void Compare_as_documented(string operand, string? left, string? right, bool holds) => Assert.Equal(holds, matcher.Check(operand, left, right));

    [Theory]
    [InlineData("1.2.3", ">= 1.0, < 2.0", true)]
    [InlineData("2.0", ">= 1.0, < 2.0", false)]
    [InlineData("v1.2", "= 1.2.0", true)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.9", "~> 1.2.3", true)]
    [InlineData("1.3.0", "~> 1.2.3", false)]
    [InlineData("1.9", "~> 1.2", true)]
    [InlineData("2.0", "~> 1.2", false)]
    [InlineData("1.3.0-beta1", ">= 0.6.1", false)]
    [InlineData("1.3.0-beta1", ">= 1.3.0-alpha", true)]
    [InlineData("1.3.0", ">= 1.3.0-alpha", true)]
    [InlineData("1.4.0-beta1", ">= 1.3.0-alpha", false)]
    [InlineData("1.3.0-beta1", "!= 1.2", true)]
    [InlineData("1.2.3.4", "> 1.2.3", true)]
    [InlineData("1.2.3beta", ">= 1.2.3-alpha", true)]
    [InlineData("4.4.0-142-generic", ">= 4.0", false)]
    [InlineData("hello", "> 1", false)]
    [InlineData("1.0", "> hello", false)]
    public void Version_tolerates_pre_releases_only_when_named(string found, string wanted, bool holds) =>
        Assert.Equal(holds, matcher.Check(Operands.Version, found, wanted));

    [Theory]
    [InlineData("1.3.0-beta1", ">= 0.6.1", true)]
    [InlineData("1.7.0-alpha.1", ">= 1.7.0", false)]
    [InlineData("1.7.0-dev", ">= 1.7.0-alpha", true)]
    [InlineData("1.7.0-alpha.2", "> 1.7.0-alpha.1", true)]
    [InlineData("1.7.0-alpha.10", "> 1.7.0-alpha.9", true)]
    [InlineData("1.7.0-1", "< 1.7.0-a", true)]
    [InlineData("1.7.0+build", "= 1.7.0", true)]
    [InlineData("1.2.3", "~> 1.2", false)]
    [InlineData("1.2.3beta", ">= 1.0", false)]
    public void Semver_orders_pre_releases_as_versions(string found, string wanted, bool holds) =>
        Assert.Equal(holds, matcher.Check(Operands.Semver, found, wanted));
}
