namespace Nomad.Drivers;

/// <param name="Network">What the driver itself set up; null for the host's or the group's network.</param>
public sealed record StartedTask(TaskHandle Handle, DriverNetwork? Network = null);

/// <param name="Ports">Port label → port inside the task.</param>
/// <param name="AutoAdvertise">Services without an address mode use <paramref name="Ip"/>.</param>
public sealed record DriverNetwork(IReadOnlyDictionary<string, int> Ports, string Ip, bool AutoAdvertise);
