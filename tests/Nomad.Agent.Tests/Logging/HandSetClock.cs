namespace Nomad.Agent.Tests.Logging;

/// <summary>A clock that moves when the test says so, and whose time of day can be set, as people do; in UTC.</summary>
internal sealed class HandSetClock : TimeProvider
{
    private long passed;

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => passed;

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by)
    {
        Now += by;
        passed += by.Ticks;
    }
}
