using Nomad.Model.Jobs;

namespace Nomad.Model.Requests;

public sealed record JobPlanRequest
{
    public Job? Job { get; init; }

    public bool Diff { get; init; }

    public bool PolicyOverride { get; init; }
}
