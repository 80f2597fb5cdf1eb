namespace Nomad.Model.Nodes;

/// <remarks>
/// Subsystems: Drain, Driver, Heartbeat, Cluster, Scheduler, Storage.
/// </remarks>
public sealed record NodeEvent
{
    public string Message { get; init => field = value ?? ""; } = "";

    public string Subsystem { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Details { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public ulong CreateIndex { get; init; }
}
