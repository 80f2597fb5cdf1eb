using Nomad.Model.Json;

namespace Nomad.Model.Jobs;

/// <summary>Tells a changed job from one that was only submitted again.</summary>
public static class JobComparison
{
    /// <summary>
    /// Whether two jobs ask for the same: every field counts except those the servers own (status, stability, version and its tag, indexes,
    /// submit time). A difference makes a new version.
    /// </summary>
    public static bool SpecEquals(this Job job, Job other) => ModelJson.Same(Asked(job), Asked(other), ModelJson.Default.Job);

    private static Job Asked(Job job) => job with
    {
        Status = "",
        StatusDescription = "",
        Stable = false,
        Version = 0,
        VersionTag = null,
        CreateIndex = 0,
        ModifyIndex = 0,
        JobModifyIndex = 0,
        SubmitTime = 0,
    };
}
