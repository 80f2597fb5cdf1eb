using Nomad.Simulation.World;

namespace Nomad.Simulation.Pools;

/// <summary>Gossip pools, each from one seed. <c>NOMAD_SIMULATE_SEEDS</c> and <c>NOMAD_SIMULATE_FROM</c> as for the clusters.</summary>
public sealed class PoolTests(ITestOutputHelper output)
{
    private static readonly int Seeds = SeedTests.Setting("NOMAD_SIMULATE_SEEDS", 150);
    private static readonly int First = SeedTests.Setting("NOMAD_SIMULATE_FROM", 1);

    [Fact]
    public void No_pool_breaks_a_law()
    {
        var packets = 0L;
        for (var seed = First; seed < First + Seeds; seed++)
        {
            var run = new PoolRun(seed);
            try
            {
                run.Run();
                packets += run.Packets;
            }
            catch (Exception problem)
            {
                Assert.Fail(Verdict.Of("pool", seed, problem, $"NOMAD_SIMULATE_FROM={seed} NOMAD_SIMULATE_SEEDS=1", run.Tail(60)));
            }
        }
        output.WriteLine($"{Seeds} pools from {First}: {packets} packets");
    }
}
