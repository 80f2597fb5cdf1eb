namespace Nomad.Rpc;

/// <summary>
/// How often something may be sent: at once while little is sent, evenly when much is, so that one change is told without delay
/// and thousands travel together. Time is an argument. One thread at a time.
/// </summary>
public sealed class Pace
{
    private readonly int burst;
    private readonly TimeSpan interval;
    private int left;
    private DateTimeOffset since = DateTimeOffset.MinValue;

    /// <param name="burst">Sends that need no pause between them.</param>
    /// <param name="interval">Time after which one more may be sent.</param>
    public Pace(int burst, TimeSpan interval) => (this.burst, this.interval, left) = (burst, interval, burst);

    /// <summary>When the next send may be: <paramref name="now"/>, or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        Refill(now);
        return left > 0 ? now : since + interval;
    }

    public void Sent(DateTimeOffset now)
    {
        Refill(now);
        if (left == burst)
            since = now;
        left = Math.Max(0, left - 1);
    }

    private void Refill(DateTimeOffset now)
    {
        if (left == burst || now < since)
            return;
        var earned = (now - since).Ticks / interval.Ticks;
        if (earned <= 0)
            return;
        left = (int)Math.Min(burst, left + earned);
        since += TimeSpan.FromTicks(earned * interval.Ticks);
    }
}
