using System.Reflection;
using Nomad.Simulation.World;

namespace Nomad.Simulation;

/// <summary>What a failed world says: the law that broke, and how it runs again in exactly the same way.</summary>
internal static class Verdict
{
    /// <summary>The version of the program and the commit that it was built from.</summary>
    public static string Build => typeof(Verdict).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Of(string world, int seed, Exception problem, string replay, string tail) =>
        $"{world} {seed} broke {(problem as BrokenLaw)?.Law ?? "everything"}: {(problem is BrokenLaw ? problem.Message : problem)}\nreplay: {replay}, built from {Build}\n{tail}";
}
