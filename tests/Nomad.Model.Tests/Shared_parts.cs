using System.Runtime.CompilerServices;
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

    /// <summary>One may be large: it lives as long as somebody has it, and no longer.</summary>
    [Fact]
    public void A_part_that_nobody_has_any_more_is_freed()
    {
        var used = SharedParts.Of(new Constraint { LTarget = "${attr.of.a.part.that.is.used}" })!;
        var unused = Unused();
        for (var i = 0; i < 10 && unused.IsAlive; i++)
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        Assert.False(unused.IsAlive);
        Assert.Same(used, SharedParts.Of(used with { RTarget = "" }));
        // Its place is taken by the next that is equal.
        var again = SharedParts.Of(new Constraint { LTarget = "${attr.of.a.part.that.is.not}" });
        Assert.Same(again, SharedParts.Of(new Constraint { LTarget = "${attr.of.a.part.that.is.not}" }));
    }

    // A method of its own: a local of the test would keep it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Unused() => new(SharedParts.Of(new Constraint { LTarget = "${attr.of.a.part.that.is.not}" }));

    [Fact]
    public void Many_that_differ_are_what_they_were()
    {
        for (var attempts = 0; attempts < 10_000; attempts++)
            Assert.Equal(attempts, SharedParts.Of(new RestartPolicy { Attempts = attempts })!.Attempts);
    }
}
