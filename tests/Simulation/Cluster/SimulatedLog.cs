using Nomad.Model.Logging;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>A server's log lines in the world's chronicle.</summary>
internal sealed class SimulatedLog(Universe world, string machine, string area = "") : ILog
{
    private static readonly LogSeverity Least = Environment.GetEnvironmentVariable("NOMAD_SIMULATE_LOG") is null ? LogSeverity.Info : LogSeverity.Debug;

    public string Area => area;

    public bool Enabled(LogSeverity severity) => severity >= Least;

    public void Write(LogSeverity severity, string from, string message)
    {
        if (Enabled(severity))
            world.Note($"{machine} [{severity}] {from}: {message}");
    }

    public ILog For(string other) => new SimulatedLog(world, machine, other);
}
