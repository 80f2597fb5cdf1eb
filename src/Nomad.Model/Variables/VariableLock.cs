namespace Nomad.Model.Variables;

/// <remarks>
/// TTL/LockDelay JSON *strings* (or int on input); default 15s each; TTL 10s..24h.
/// </remarks>
public sealed record VariableLock
{
    public string ID { get; init; } = "";

    public Duration TTL { get; init; }

    public Duration LockDelay { get; init; }
}
