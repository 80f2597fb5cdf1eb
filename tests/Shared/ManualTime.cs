namespace Nomad.Testing;

/// <summary>A clock that moves when the test says so. Its timers call back on the thread that moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextUntil(end) is { } ring)
            ring();
    }

    /// <summary>Moves on in steps, with real pauses between them for those who wait, until the condition holds.</summary>
    public Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition, string what)
    {
        return Eventually.TrueAsync(() =>
        {
            if (condition())
                return true;
            Advance(step);
            return false;
        }, what);
    }

    private Action? NextUntil(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = alarms.Where(alarm => alarm.At <= end).MinBy(alarm => alarm.At);
            now = next is null ? end : next.At > now ? next.At : now;
            return next?.Take(now);
        }
    }

    private sealed class Alarm(ManualTime owner, Action ring) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset At { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner.gate)
            {
                owner.alarms.Remove(this);
                this.period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                At = owner.now + dueTime;
                owner.alarms.Add(this);
                return true;
            }
        }

        public Action Take(DateTimeOffset now)
        {
            owner.alarms.Remove(this);
            if (period > TimeSpan.Zero)
            {
                At = now + period;
                owner.alarms.Add(this);
            }
            return ring;
        }

        public void Dispose()
        {
            lock (owner.gate)
                owner.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
