using Nomad.Gossip;

namespace Nomad.Bench.Gossip;

/// <summary>1,000 members with the timing of servers in a local network, in simulated seconds.</summary>
internal static class GossipBenchmark
{
    private const int Members = 1000;
    private const int Kills = 3;
    private const int Seed = 20261128;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Lossy = TimeSpan.FromMinutes(1);

    public static Task RunAsync(Figures figures)
    {
        var pool = new SimulatedPool(GossipTiming.Lan, Seed);
        for (var i = 0; i < Members; i++)
        {
            pool.Add();
            pool.Run(TimeSpan.FromMilliseconds(20));
        }
        var settled = pool.RunUntil(() => pool.Living.All(member => member.Core.Records.Count == Members), Patience);
        figures.Add("settle_s", settled.TotalSeconds, "", $"after the last of {Members} members joined, until each knows all");

        var newcomer = pool.Add();
        var converged = pool.RunUntil(() => pool.Living.All(member => member.Core.Records.ContainsKey(SimulatedPool.NameOf(newcomer))), Patience);
        figures.Add("converge_s", converged.TotalSeconds, "", "a newcomer is known to all");

        Detect(figures, pool, "", "without loss");
        pool.Loss = 0.1;
        var before = pool.Failures.Count;
        pool.Run(Lossy);
        figures.Add("false_positives", pool.Failures.Skip(before).Select(failure => failure.Member).Distinct().Count(), "0", $"living members that somebody found failed in {Lossy.TotalSeconds} s at 10 % loss");
        Detect(figures, pool, "loss_", "at 10 % loss");
        return Task.CompletedTask;
    }

    private static void Detect(Figures figures, SimulatedPool pool, string prefix, string how)
    {
        var (first, all) = (new List<double>(), new List<double>());
        for (var i = 0; i < Kills; i++)
        {
            var victim = pool.Living.Skip(100 + (i * 50)).First().Place;
            var (name, at) = (SimulatedPool.NameOf(victim), pool.Now);
            pool.Kill(victim);
            var took = pool.RunUntil(() => pool.Failures.Count(failure => failure.Member == name) >= pool.Living.Count(), Patience);
            first.Add((pool.Failures.First(failure => failure.Member == name && failure.At >= at).At - at).TotalSeconds);
            all.Add(took.TotalSeconds);
        }
        figures.Add(prefix + "detect_s", Figures.Median(first), "", $"a killed member is found failed by the first, {how}, median of {Kills}");
        figures.Add(prefix + "detect_all_s", Figures.Median(all), "", $"and by all, {how}");
    }
}
