namespace Nomad.Model.Stats;

public sealed record DeviceStats
{
    public StatValue? Summary { get; init; }

    public StatObject? Stats { get; init; }

    public DateTimeOffset Timestamp { get; init; }
}
