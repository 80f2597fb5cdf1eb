namespace Nomad.Client.Registration;

/// <summary>When to give the next sign of life. Pure.</summary>
public static class HeartbeatPlan
{
    /// <summary>Of the time to live; the rest is room for a slow or repeated call.</summary>
    private const double Share = 0.5;

    /// <summary>After a success that came too late: servers that had given the node up wait for the next one before they count on it again.</summary>
    public static readonly TimeSpan AfterReturn = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>After a success: about half the time the servers allow, spread so that nodes do not march in step.</summary>
    public static TimeSpan AfterSuccess(TimeSpan timeToLive, double chance) => timeToLive * (Share + chance * Share / 4);

    /// <summary>After a failure: soon while there is time left, at once repeatedly when it has run out, calmly when it is long over.</summary>
    /// <param name="left">Until the servers give the node up; negative when they may have.</param>
    /// <param name="chance">In [0, 1).</param>
    public static TimeSpan AfterFailure(TimeSpan left, double chance)
    {
        var range = left < -Longest ? left.Duration() : left;
        var wait = Shortest + chance * (range > Shortest ? range - Shortest : Shortest);
        return wait < Longest ? wait : Longest;
    }
}
