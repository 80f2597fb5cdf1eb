namespace Nomad.Client.Registration;

/// <summary>Pauses that double from one failure to the next, with jitter so that nodes do not come back in step. One owner.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int failures;

    public void Reset() => failures = 0;

    /// <param name="chance">In [0, 1).</param>
    public TimeSpan Next(double chance)
    {
        var full = first * Math.Pow(2, Math.Min(failures++, 30));
        return (full < longest ? full : longest) * (0.5 + chance / 2);
    }
}
