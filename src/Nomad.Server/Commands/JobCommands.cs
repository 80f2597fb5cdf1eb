namespace Nomad.Server.Commands;

/// <summary>
/// Writes a new version of a job, with its evaluation in the same entry.
/// The version and the indexes are given out when it is applied.
/// </summary>
public sealed record RegisterJob(Job Job, JobSubmission? Submission, Evaluation? Evaluation) : Command
{
    /// <summary>Refused unless the stored job still has this modify index of its specification; 0 = there is none, null = whatever it has.</summary>
    public ulong? OnlyAt { get; init; }

    /// <summary>The version is at least this one: a job of several regions has the same in all of them.</summary>
    public ulong AtLeastVersion { get; init; }

    /// <summary>The deployment that waits for its turn among the regions; what depends on the version is filled in when it is applied.</summary>
    public Deployment? Deployment { get; init; }
}

/// <summary>Stops or purges jobs; unknown ones are skipped. <paramref name="Time"/>: unix ns.</summary>
public sealed record DeregisterJobs(
    IReadOnlyList<NamespacedID> Jobs, bool Purge, bool NoShutdownDelay, IReadOnlyList<Evaluation> Evaluations, long Time) : Command
{
    /// <summary>Jobs that were submitted again after this index are skipped: what was decided of them is out of date.</summary>
    public ulong? UnchangedSince { get; init; }
}

/// <summary>Marks a version good or not good to fall back to.</summary>
public sealed record SetJobStability(string Namespace, string JobID, ulong Version, bool Stable) : Command;

/// <summary>Names a version, or with a null <paramref name="Tag"/> takes the name <paramref name="Name"/> away.</summary>
public sealed record TagJobVersion(string Namespace, string JobID, string Name, ulong Version, JobVersionTag? Tag) : Command;

/// <summary>Adds to the scaling history of a group.</summary>
public sealed record RecordScaling(string Namespace, string JobID, string Group, ScalingEvent Event) : Command;

/// <summary>Remembers when a periodic job last started a child: unix ns.</summary>
public sealed record RecordPeriodicLaunch(string Namespace, string JobID, long LaunchTime) : Command;

/// <summary>Counts all job summaries anew from the allocations.</summary>
public sealed record ReconcileSummaries : Command;
