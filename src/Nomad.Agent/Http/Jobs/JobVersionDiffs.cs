using System.Globalization;
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

    /// <summary>How each version differs from a chosen one, itself among them.</summary>
    public static IReadOnlyList<JobDiff> From(Job chosen, IReadOnlyList<Job> versions) => [.. versions.Select(version => JobDiffs.Compare(chosen, version, contextual: true))];

    /// <summary>The version that <paramref name="tag"/> or else <paramref name="number"/> names; null when neither is given. Refuses what is not there.</summary>
    public static Job? Chosen(IReadOnlyList<Job> versions, string tag, string number)
    {
        if (tag.Length > 0)
            return versions.FirstOrDefault(version => version.VersionTag?.Name == tag) ?? throw new HttpFailure(500, $"tag \"{tag}\" not found");
        if (number.Length == 0)
            return null;
        return !ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? throw HttpFailure.BadRequest($"Failed to parse value of \"diff_version\" ({number})")
            : versions.FirstOrDefault(version => version.Version == wanted) ?? throw new HttpFailure(500, $"version {wanted} not found");
    }
}
