namespace Nomad.Model.Jobs;

/// <summary>What a periodic job wants done about launches that were missed: no server led, or none could write.</summary>
public static class MissedLaunches
{
    /// <summary>Only the latest is made up for, as one launch; what happens when nothing is said.</summary>
    public const string Latest = "latest";

    /// <summary>Each is made up for, the oldest first, up to the newest <see cref="Most"/>.</summary>
    public const string All = "all";

    /// <summary>None is made up for: the job goes on with its next time.</summary>
    public const string Skip = "skip";

    /// <summary>More are not made up for at once, however many were missed.</summary>
    public const int Most = 100;
}
