namespace Nomad.Client;

/// <summary>Waits of any length: timers end after 49 days, and a job may ask for more.</summary>
internal static class LongWait
{
    /// <summary>The longest step of one timer.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromDays(1);

    public static async Task DelayAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        for (; wait > Step; wait -= Step)
            await Task.Delay(Step, time, cancellation);
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellation);
    }
}
