using Nomad.Simulation.World;

namespace Nomad.Simulation.Recovery;

/// <summary>Recoveries, each from one seed. <c>NOMAD_SIMULATE_SEEDS</c> and <c>NOMAD_SIMULATE_FROM</c> as for the clusters.</summary>
public sealed class RecoveryTests(ITestOutputHelper output)
{
    private static readonly int Seeds = SeedTests.Setting("NOMAD_SIMULATE_SEEDS", 30);
    private static readonly int First = SeedTests.Setting("NOMAD_SIMULATE_FROM", 1);

    [Fact]
    public void What_is_left_of_a_group_goes_on_and_keeps_what_it_has()
    {
        var (acknowledged, lost) = (0, 0);
        for (var seed = First; seed < First + Seeds; seed++)
        {
            var run = new RecoveryRun(seed);
            try
            {
                run.Run();
                (acknowledged, lost) = (acknowledged + run.Acknowledged, lost + run.Lost);
            }
            catch (Exception problem)
            {
                Assert.Fail(Verdict.Of("recovery", seed, problem, $"NOMAD_SIMULATE_FROM={seed} NOMAD_SIMULATE_SEEDS=1", run.Tail(60)));
            }
        }
        output.WriteLine($"{Seeds} recoveries from {First}: {acknowledged} writes kept, {lost} were on no disk that was left");
        Assert.True(Seeds < 10 || lost > 0, "nothing was ever at stake");
    }
}
