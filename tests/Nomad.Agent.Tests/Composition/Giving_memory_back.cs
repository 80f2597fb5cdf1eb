using Nomad.Agent.Composition;

namespace Nomad.Agent.Tests.Composition;

public sealed class Giving_memory_back
{
    private const long Mega = 1 << 20;

    [Theory]
    [InlineData(1, 20, true)]
    [InlineData(1, 2, false)]
    [InlineData(30, 40, false)]
    public void An_agent_that_does_little_collects_when_it_is_worth_it(long allocated, long uncollected, bool due) =>
        Assert.Equal(due, IdleMemory.IsDue(allocated * Mega, uncollected * Mega));
}
