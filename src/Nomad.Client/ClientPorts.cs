using Nomad.Drivers;
using Nomad.Model.Logging;
using Nomad.Model.Stats;
using Nomad.Rpc;

namespace Nomad.Client;

/// <summary>What a client needs from outside.</summary>
/// <param name="Servers">The servers, in this process or over the wire.</param>
/// <param name="Drivers">Everything that can run tasks here.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where to write.</param>
public sealed record ClientPorts(INodeEndpoint Servers, DriverCatalog Drivers, TimeProvider Time, ILog Log)
{
    /// <summary>Where the client counts what becomes of tasks.</summary>
    public MeterSet Meters { get; init; } = new(Time);
}
