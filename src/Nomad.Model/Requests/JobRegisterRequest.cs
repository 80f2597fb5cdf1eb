using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Requests;

/// <remarks>
/// Eval, Deployment ignored on input.
/// </remarks>
public sealed record JobRegisterRequest
{
    public JobSubmission? Submission { get; init; }

    public Job? Job { get; init; }

    public bool EnforceIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public bool PreserveCounts { get; init; }

    public bool PreserveResources { get; init; }

    public bool PolicyOverride { get; init; }

    public int EvalPriority { get; init; }

    public Evaluation? Eval { get; init; }

    public Deployment? Deployment { get; init; }
}
