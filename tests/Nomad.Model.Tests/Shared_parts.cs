using Nomad.Model.Jobs;

namespace Nomad.Model.Tests;

public sealed class Shared_parts
{
    [Fact]
    public void Equal_parts_are_one()
    {
        var policy = new RestartPolicy { Attempts = 71, Mode = "fail" };
        Assert.Same(SharedParts.Of(policy), SharedParts.Of(policy with { Attempts = 71 }));
        Assert.NotSame(SharedParts.Of(policy), SharedParts.Of(policy with { Attempts = 72 }));
        Assert.Null(SharedParts.Of<RestartPolicy>(null as RestartPolicy));
        var constraint = new Constraint { LTarget = "${attr.of.mine}", Operand = "=", RTarget = "1" };
        Assert.Same(SharedParts.Of(constraint), Assert.Single(SharedParts.Of((IReadOnlyList<Constraint>)[constraint with { RTarget = "1" }])!));
        Assert.Empty(SharedParts.Of((IReadOnlyList<Constraint>)[])!);
    }

    [Fact]
    public void Lists_of_equal_parts_are_one()
    {
        var constraint = new Constraint { LTarget = "${attr.of.a.list}", Operand = "=", RTarget = "1" };
        var list = SharedParts.Of((IReadOnlyList<Constraint>)[constraint, constraint with { RTarget = "2" }])!;
        Assert.Same(list, SharedParts.Of((IReadOnlyList<Constraint>)[constraint with { RTarget = "1" }, constraint with { RTarget = "2" }]));
        Assert.NotSame(list, SharedParts.Of((IReadOnlyList<Constraint>)[constraint with { RTarget = "2" }, constraint]));
        Assert.Equal([constraint], SharedParts.Of((IReadOnlyList<Constraint>)[constraint])!);
    }

    [Fact]
    public void Many_that_differ_are_what_they_were()
    {
        for (var attempts = 0; attempts < 10_000; attempts++)
            Assert.Equal(attempts, SharedParts.Of(new RestartPolicy { Attempts = attempts })!.Attempts);
    }
}
