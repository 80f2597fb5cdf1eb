namespace Nomad.Simulation.World;

/// <summary>The clock one program sees: the world's, set wrong by <see cref="Offset"/>, too fast or too slow by <see cref="Rate"/>. Its timers end with the program.</summary>
internal sealed class ProcessTime(Universe world, Process owner) : TimeProvider
{
    private (TimeSpan World, TimeSpan Own) since;
    private double rate = 1;

    /// <summary>How wrong the wall clock is. It is kept by other clocks: it does not run away with the rate.</summary>
    public TimeSpan Offset { get; set; }

    /// <summary>Seconds that pass here, on the monotonic clock and for timers, while one passes in the world.</summary>
    public double Rate
    {
        get => rate;
        set => (since, rate) = ((world.Now, Own), value);
    }

    private TimeSpan Own => since.Own + (world.Now - since.World) * rate;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Universe.Epoch + world.Now + Offset;

    public override long GetTimestamp() => Own.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, owner, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Universe world, Process owner, Action callback) : ITimer
    {
        private int setting;
        private TimeSpan period;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            setting++;
            period = newPeriod;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Await(dueTime);
            return true;
        }

        public void Dispose() => setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Await(TimeSpan due)
        {
            var mine = setting;
            world.After(due / owner.Time.Rate, () => Fire(mine));
        }

        private void Fire(int mine)
        {
            if (mine != setting || owner.IsDead)
                return;
            owner.Post(() =>
            {
                if (mine == setting)
                    callback();
            });
            if (period > TimeSpan.Zero)
                Await(period);
        }
    }
}
