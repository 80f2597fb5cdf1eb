using Nomad.Raft.Consensus;

namespace Nomad.Raft.Tests.Consensus;

public sealed class PatienceTests
{
    private static readonly RaftOptions Options = new() { NodeId = "a", Address = "a:1", ElectionTicks = 12, HeartbeatTicks = 2, StrainedElectionTicks = 48 };

    [Fact]
    public void It_is_long_after_a_start_and_short_when_the_leader_is_heard_evenly()
    {
        var patience = new Patience(Options);
        Assert.Equal(48, patience.Ticks);
        Hear(patience, every: 2, times: 1000);
        Assert.Equal(12, patience.Ticks);
    }

    [Fact]
    public void It_grows_with_the_longest_pause_of_late_and_forgets_it()
    {
        var patience = new Patience(Options);
        Hear(patience, every: 2, times: 1000);
        patience.HeardAfter(10);
        Assert.Equal(30, patience.Ticks);
        patience.HeardAfter(500);
        Assert.Equal(48, patience.Ticks);
        Hear(patience, every: 2, times: 1000);
        Assert.Equal(12, patience.Ticks);
    }

    [Fact]
    public void Without_a_longer_limit_it_does_not_change()
    {
        var patience = new Patience(Options with { StrainedElectionTicks = 0 });
        Assert.Equal((12, 12), (patience.Ticks, patience.Longest));
        patience.HeardAfter(500);
        Assert.Equal(12, patience.Ticks);
    }

    private static void Hear(Patience patience, int every, int times)
    {
        for (var tick = 1; tick <= every * times; tick++)
        {
            patience.Tick();
            if (tick % every == 0)
                patience.HeardAfter(every);
        }
    }
}
