namespace Nomad.Rpc;

/// <summary>
/// How often something may be sent: at once while little is sent, evenly when much is, so that one change is told without delay
/// and thousands travel together. Time is an argument. One thread at a time.
/// </summary>
/// <param name="burst">Sends that need no pause between them.</param>
/// <param name="interval">Time after which one more may be sent.</param>
public sealed class Pace(int burst, TimeSpan interval)
{
    private int left = burst;
    private DateTimeOffset since = DateTimeOffset.MinValue;

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
