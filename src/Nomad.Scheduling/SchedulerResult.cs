namespace Nomad.Scheduling;

/// <summary>What one attempt decided.</summary>
public sealed record SchedulerResult
{
    /// <summary>The plan to submit; null when nothing is to change. EvalToken is left to the worker.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Evaluations to store with the part of the plan that refers to them (delayed reschedules, disconnect timeouts).</summary>
    public IReadOnlyList<Evaluation> FollowUps { get; init; } = [];

    /// <summary>
    /// The evaluation that waits for room, to store after the plan was committed in full: a new one, or the processed one itself blocked again
    /// (then <see cref="Evaluation"/> is this same record). Null when everything found its place.
    /// </summary>
    public IReadOnlyList<Evaluation> Blocked { get; init; } = [];

    /// <summary>The processed evaluation with status, queued counts, failed groups and links, to store after the plan.</summary>
    public required Evaluation Evaluation { get; init; }
}
