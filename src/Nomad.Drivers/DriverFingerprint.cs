namespace Nomad.Drivers;

public enum DriverHealth
{
    /// <summary>Not on this host: the driver is not offered.</summary>
    Undetected,
    Unhealthy,
    Healthy,
}

/// <param name="Attributes">Of the node, e.g. <c>driver.exec</c> = <c>true</c>.</param>
/// <param name="Description">Why it is not healthy, or <c>Healthy</c>.</param>
public sealed record DriverFingerprint(IReadOnlyDictionary<string, string> Attributes, DriverHealth Health, string Description);
