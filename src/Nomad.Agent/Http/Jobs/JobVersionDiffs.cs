using Nomad.Model.Diffs;
using Nomad.Model.Jobs;
using Nomad.Scheduling.Diffs;

namespace Nomad.Agent.Http.Jobs;

/// <summary>How each version of a job differs from the one before it.</summary>
internal static class JobVersionDiffs
{
    /// <param name="versions">Newest first. The answer is one shorter: the oldest has nothing to differ from.</param>
    public static IReadOnlyList<JobDiff> Of(IReadOnlyList<Job> versions) =>
        [.. versions.Zip(versions.Skip(1), static (newer, older) => JobDiffs.Compare(older, newer, contextual: true))];
}
