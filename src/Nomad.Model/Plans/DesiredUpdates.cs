namespace Nomad.Model.Plans;

public sealed record DesiredUpdates
{
    public ulong Ignore { get; init; }

    public ulong Place { get; init; }

    public ulong Migrate { get; init; }

    public ulong Stop { get; init; }

    public ulong InPlaceUpdate { get; init; }

    public ulong DestructiveUpdate { get; init; }

    public ulong Canary { get; init; }

    public ulong Preemptions { get; init; }

    public ulong Disconnect { get; init; }

    public ulong Reconnect { get; init; }

    public ulong RescheduleNow { get; init; }

    public ulong RescheduleLater { get; init; }
}
