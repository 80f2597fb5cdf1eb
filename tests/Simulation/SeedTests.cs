using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.World;

namespace Nomad.Simulation;

/// <summary>
/// Many worlds, each from one seed. <c>NOMAD_SIMULATE_SEEDS=COUNT</c> runs more, <c>NOMAD_SIMULATE_FROM=SEED</c> others, <c>NOMAD_SIMULATE_THREADS</c> so many at once;
/// <c>./test simulate --seeds COUNT --from SEED</c> sets both.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private static readonly int Seeds = Setting("NOMAD_SIMULATE_SEEDS", 500);

    /// <summary>What 500 seeds may take of the processors' time: ten minutes on two that do nothing else.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private const int ContendedSeeds = 20;

    /// <summary>A fault must come at the one moment in which it matters.</summary>
    private const int FlawSeeds = 60;

    private static readonly int Threads = Setting("NOMAD_SIMULATE_THREADS", Environment.ProcessorCount);
    private static readonly int First = Setting("NOMAD_SIMULATE_FROM", 1);

    [Fact]
    public void No_seed_breaks_a_law()
    {
        var next = First - 1;
        var failures = new ConcurrentQueue<string>();
        var (answered, entries, reports, reunions, replaced, returned, resumed, steps, traces) = (0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            while (failures.IsEmpty && Interlocked.Increment(ref next) is var seed && seed < First + Seeds)
            {
                var run = new SeedRun(seed);
                try
                {
                    run.Run();
                    Interlocked.Add(ref answered, run.Answered);
                    Interlocked.Add(ref entries, (long)run.Entries);
                    Interlocked.Add(ref reports, run.Reports);
                    Interlocked.Add(ref reunions, run.Reunions);
                    Interlocked.Add(ref replaced, run.Replacements);
                    Interlocked.Add(ref returned, run.Returns);
                    Interlocked.Add(ref resumed, run.Resumed);
                    Interlocked.Add(ref steps, run.Steps);
                    Interlocked.Add(ref traces, (long)run.Trace);
                }
                catch (Exception problem)
                {
                    failures.Enqueue(Verdict.Of("seed", seed, problem, $"./test simulate --from {seed} --seeds 1", run.Tail(60)));
                }
            }
        }, maxStackSize: 16 * 1024 * 1024)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        output.WriteLine($"{Seeds} seeds from {First} in {watch.Elapsed.TotalSeconds:0} s: {answered} answers, {entries} entries, {reports} reports, {reunions} reunions, {replaced} states put back, {returned} servers taken in again, {resumed} snapshots gone on with, {steps} steps, traces {traces:x16}");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        var busy = Environment.CpuUsage.TotalTime - before;
        Assert.True(Seeds != 500 || busy < Limit, $"500 seeds took {busy} of the processors' time, more than {Limit}");
    }

    /// <summary><c>NOMAD_SIMULATE_CONTENDED=1</c>: all users write, scale and read one job, so that what seldom happens at the same moment happens often.</summary>
    public static bool Contended { get; } = Setting("NOMAD_SIMULATE_CONTENDED", 0) == 1;

    [Fact]
    public void No_seed_breaks_a_law_when_all_want_the_same_job()
    {
        var (code, text) = OtherProgram.RunSeeds(AppContext.BaseDirectory, First, ContendedSeeds, contended: true);
        Assert.True(code == 0, text);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again()
    {
        var (first, second) = (new SeedRun(First), new SeedRun(First));
        first.Run();
        second.Run();
        Assert.Equal((first.Trace, first.Steps, first.Entries), (second.Trace, second.Steps, second.Entries));
    }

    [Fact]
    public void A_seed_gives_the_same_run_in_another_program()
    {
        string Traces() => OtherProgram.RunSeeds(AppContext.BaseDirectory, First, 2).Text.Split("traces ") is [_, var found, ..] ? found[..16] : "none";
        Assert.Equal(Traces(), Traces());
    }

    [Theory]
    [InlineData(nameof(ClientFlaw.StartsUnnoted))]
    [InlineData(nameof(ClientFlaw.TellsUnkept))]
    public void It_is_noticed_when_clients_are_careless_with_their_store(string flaw)
    {
        var found = Enumerable.Range(First, FlawSeeds).Any(seed =>
        {
            try
            {
                new SeedRun(seed, Enum.Parse<ClientFlaw>(flaw)).Run();
                return false;
            }
            catch (BrokenLaw problem) when (problem.Law is "ghost" or "report" or "done-again" or "one-process")
            {
                output.WriteLine($"seed {seed}: {problem.Message}");
                return true;
            }
        });
        Assert.True(found, $"{FlawSeeds} seeds did not notice it");
    }

    internal static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
