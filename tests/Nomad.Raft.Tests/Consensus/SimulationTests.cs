namespace Nomad.Raft.Tests.Consensus;

public sealed class SimulationTests
{
    [Theory]
    [InlineData(3, 1, 60)]
    [InlineData(5, 1000, 60)]
    [InlineData(4, 2000, 30)]
    public void Whatever_the_network_and_the_disks_do_one_log_is_kept(int servers, int firstSeed, int seeds)
    {
        var (committed, elections, snapshots) = (0, 0, 0);
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            try
            {
                var simulation = new Simulation(seed, servers);
                simulation.RunChaos(600);
                simulation.Heal(200);
                committed += simulation.Committed;
                elections += simulation.Elections;
                snapshots += simulation.Snapshots;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed} with {servers} servers: {error.Message}", error);
            }
        }

        Assert.True(committed > seeds * 100 && elections > seeds && snapshots > 0, $"too tame: {committed} committed, {elections} elections, {snapshots} snapshots");
    }
}
