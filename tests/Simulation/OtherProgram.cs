using System.Diagnostics;
using System.Globalization;
using Nomad.Simulation.Pools;
using Nomad.Simulation.Recovery;

namespace Nomad.Simulation;

/// <summary>Runs seeds in a program of their own, one after the other.</summary>
internal static class OtherProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(16);

    /// <param name="folder">Where the program lies.</param>
    /// <param name="contended">As <see cref="SeedTests.Contended"/>.</param>
    public static (int Code, string Text) RunSeeds(string folder, int first, int count, bool contended = false) =>
        Run(folder, (typeof(SeedTests), nameof(SeedTests.No_seed_breaks_a_law)), first, count, contended);

    /// <param name="folder">Where the program lies.</param>
    public static (int Code, string Text) RunPools(string folder, int first, int count) =>
        Run(folder, (typeof(PoolTests), nameof(PoolTests.No_pool_breaks_a_law)), first, count);

    /// <param name="folder">Where the program lies.</param>
    public static (int Code, string Text) RunRecoveries(string folder, int first, int count) =>
        Run(folder, (typeof(RecoveryTests), nameof(RecoveryTests.What_is_left_of_a_group_goes_on_and_keeps_what_it_has)), first, count);

    private static (int Code, string Text) Run(string folder, (Type Class, string Method) test, int first, int count, bool contended = false)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "Simulation"),
            ["-class", test.Class.FullName!, "-method", "*" + test.Method, "-noColor", "-showLiveOutput"])
        {
            RedirectStandardOutput = true, WorkingDirectory = folder,
        };
        start.Environment["NOMAD_SIMULATE_SEEDS"] = count.ToString(CultureInfo.InvariantCulture);
        start.Environment["NOMAD_SIMULATE_FROM"] = first.ToString(CultureInfo.InvariantCulture);
        start.Environment["NOMAD_SIMULATE_THREADS"] = "1";
        start.Environment["NOMAD_SIMULATE_CONTENDED"] = contended ? "1" : "0";
        start.Environment.Remove("NOMAD_SIMULATE_LOG");
        using var run = Process.Start(start)!;
        var text = run.StandardOutput.ReadToEndAsync();
        if (!run.WaitForExit(Patience))
        {
            run.Kill(entireProcessTree: true);
            return (0, string.Create(CultureInfo.InvariantCulture, $"not done after {Patience.TotalMinutes} minutes"));
        }
        return (run.ExitCode, text.Result);
    }
}
