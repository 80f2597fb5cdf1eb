namespace Nomad.Rpc;

/// <summary>
/// A clock that nobody can set: it goes by timestamps, from the epoch on, so that it is never taken for the time of day. For pace and patience
/// that are kept in memory; what is stored, shown or sent has the time of day. Any thread.
/// </summary>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly long start = time.GetTimestamp();

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch + time.GetElapsedTime(start);
}
