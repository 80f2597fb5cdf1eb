namespace Nomad.Server.Heartbeats;

/// <summary>
/// Time that goes on only while somebody looks at it often enough: a process that was halted or starved, or whose clock was set, did not
/// attend to what happened meanwhile. One thread looks, any thread asks. Pure.
/// </summary>
internal sealed class AttendedTime(TimeSpan usual)
{
    /// <summary>A look that comes later than so many usual pauses after the one before was kept from coming.</summary>
    private const int MostPauses = 3;

    private DateTimeOffset? before;
    private long inattentive;

    public DateTimeOffset At(DateTimeOffset now) => now - TimeSpan.FromTicks(Interlocked.Read(ref inattentive));

    /// <summary>A look; answers the attended time.</summary>
    public DateTimeOffset Look(DateTimeOffset now)
    {
        var gap = now - (before ?? now);
        if (gap > usual * MostPauses || gap < TimeSpan.Zero)
            Interlocked.Add(ref inattentive, (gap - usual).Ticks);
        before = now;
        return At(now);
    }

    /// <summary>Work of the looker's own took until now: it does not count as inattention.</summary>
    public void Worked(DateTimeOffset now) => before = now > before ? now : before;

    /// <summary>The next look is the first one.</summary>
    public void Restart() => before = null;
}
