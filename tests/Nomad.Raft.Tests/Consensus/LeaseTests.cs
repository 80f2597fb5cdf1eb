using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Consensus;

/// <summary>A leader answers reads by itself because who answered its heartbeat votes for nobody else for an election time.</summary>
public sealed class LeaseTests
{
    private const int ElectionTicks = 10;

    [Theory]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Who_answered_the_leader_keeps_its_vote_though_it_learns_of_a_newer_term(ulong asked)
    {
        var core = new RaftCore(new RaftOptions { NodeId = "b", Address = "b:1", ElectionTicks = ElectionTicks, HeartbeatTicks = 2 }, new Random(1), new MemoryRaftStorage().Load());
        core.Step(new RaftInput.Bootstrap(new RaftConfiguration([.. new[] { "a", "b", "c" }.Select(id => new RaftServer(id, id + ":1", RaftSuffrage.Voter))])));
        Assert.NotEmpty(Step(core, new HeartbeatRequest("a", "b", 2, 0, 1)).OfType<HeartbeatResponse>());

        // b asked c for a vote before it heard a again; the answer is late and of a newer term.
        Step(core, new VoteResponse("c", "b", 3, PreVote: true, Granted: false));
        Assert.Empty(Votes(core, asked));
        Ticks(core, ElectionTicks - 1);
        Assert.Empty(Votes(core, asked));
        Ticks(core, 1);
        Assert.NotEmpty(Votes(core, asked));
    }

    private static IEnumerable<VoteResponse> Votes(RaftCore core, ulong term) =>
        Step(core, new VoteRequest("c", "b", term, 1, 1, PreVote: false, Forced: false)).OfType<VoteResponse>().Where(answer => answer.Granted);

    private static List<RaftMessage> Step(RaftCore core, RaftMessage message)
    {
        var effects = core.Step(new RaftInput.Received(message));
        return [.. effects.SendEarly, .. effects.Send];
    }

    private static void Ticks(RaftCore core, int count)
    {
        for (var i = 0; i < count; i++)
        {
            core.Step(RaftInput.Tick.One);
        }
    }
}
