using System.Text.Json.Nodes;

namespace Nomad.Server.Endpoints;

/// <summary>A job as a user submits it.</summary>
public sealed record JobRegistration
{
    /// <summary>The job in API shape, absent fields absent. Its namespace and region must be decided already.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>The document was made by <see cref="Nomad.Jobspec.Admission.JobAdmission.Read"/> and is given away: it need not be copied.</summary>
    public bool OwnsDocument { get; init; }

    public JobSubmission? Submission { get; init; }

    /// <summary>Only when the stored job still has <see cref="JobModifyIndex"/> (0: when there is none).</summary>
    public bool EnforceIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public bool PreserveCounts { get; init; }

    public bool PreserveResources { get; init; }

    /// <summary>The highest version that a region may ask for: what counts on from there stays far from the end of the numbers.</summary>
    public const ulong MaxRolloutVersion = 1UL << 48;

    /// <summary>
    /// Set when the job comes to all its regions: the version it gets at least in each. Then it is a new version also where nothing changed, and its
    /// deployment waits for its turn. At most <see cref="MaxRolloutVersion"/>.
    /// </summary>
    public ulong? RolloutVersion { get; init; }

    /// <summary>0 = the job's.</summary>
    public int EvalPriority { get; init; }
}
