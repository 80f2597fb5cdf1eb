using Nomad.Agent.Composition;

namespace Nomad.Agent.Tests.Composition;

public sealed class Asking_for_huge_pages
{
    private const string Unlimited = "Limit                     Soft Limit           Hard Limit           Units     \nMax data size             unlimited            unlimited            bytes     \n";

    [Theory]
    [InlineData("always [madvise] never\n", "2097152\n", true)]
    [InlineData("[always] madvise never\n", "2097152\n", true)]
    [InlineData("always madvise [never]\n", "2097152\n", false)]
    [InlineData("always [madvise] never\n", "536870912\n", false)]
    [InlineData("", "", false)]
    public void Where_the_kernel_has_them_and_they_are_small_enough(string enabled, string size, bool offered) =>
        Assert.Equal(offered, HugePages.IsOffered(enabled, size));

    [Theory]
    [InlineData("0\n", Unlimited, true)]
    [InlineData("1\n", Unlimited, true)]
    [InlineData("2\n", Unlimited, false)]
    [InlineData("0\n", "Max data size             1073741824           unlimited            bytes     \n", false)]
    [InlineData("", "", false)]
    public void Where_memory_that_is_not_used_counts_for_nothing(string overcommit, string limits, bool free) =>
        Assert.Equal(free, HugePages.IsFree(overcommit, limits));

    [Fact]
    public void To_the_end_of_what_was_set_aside_together_and_no_further()
    {
        const string maps = """
            00400000-00452000 r-xp 00000000 08:02 173521 /usr/bin/nomad
            7f0000000000-7f0000400000 rw-p 00000000 00:00 0
            7f0000400000-7f0000c00000 rw-p 00000000 00:00 0
            7f0000c00000-7f0001000000 ---p 00000000 00:00 0
            7f0001000000-7f0001400000 rw-p 00000000 00:00 0
            7f0001400000-7f4000000000 ---p 00000000 00:00 0
            7f4000000000-7f4000001000 ---p 00000000 00:00 0
            7f4000001000-7f4000801000 rw-p 00000000 00:00 0
            7f5000000000-7f5000400000 rw-p 00000000 00:00 0
            7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]
            """;

        Assert.Equal(0x7f4000000000, HugePages.EndOfReserve(maps, 0x7f0000400000));
        Assert.Equal(0, HugePages.EndOfReserve(maps, 0x7f5000000000));
        Assert.Equal(0, HugePages.EndOfReserve(maps, 0x400000));
        Assert.Equal(0, HugePages.EndOfReserve("", 0x400000));
    }
}
