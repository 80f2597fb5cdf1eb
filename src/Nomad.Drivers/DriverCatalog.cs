using Nomad.Drivers.Supervision;
using Nomad.Model.Logging;

namespace Nomad.Drivers;

/// <summary>The drivers of this node by name. Any thread.</summary>
public sealed class DriverCatalog : IDisposable
{
    private readonly SupervisorClient _supervisor;
    private readonly Dictionary<string, IDriver> _drivers;

    private DriverCatalog(SupervisorClient supervisor, IEnumerable<IDriver> drivers) =>
        (_supervisor, _drivers) = (supervisor, drivers.ToDictionary(driver => driver.Name, StringComparer.Ordinal));

    public IReadOnlyCollection<IDriver> All => _drivers.Values;

    public IDriver? Find(string name) => _drivers.GetValueOrDefault(name);

    /// <summary>Throws <see cref="DriverException"/> when a plugin block is wrong. Starts no process.</summary>
    public static DriverCatalog Create(DriverOptions options, ILog log)
    {
        var supervisor = new SupervisorClient(options, log.For("client.driver_mgr"));
        List<IDriver> drivers =
        [
            new RawExec.RawExecDriver(options, supervisor),
            new Exec.ExecDriver(options, supervisor),
        ];
        if (options.MockDriver)
            drivers.Add(new Mock.MockDriver(options, supervisor));
        return new DriverCatalog(supervisor, drivers);
    }

    /// <summary>Lets go of the supervisor; tasks run on.</summary>
    public void Dispose() => _supervisor.Dispose();
}
