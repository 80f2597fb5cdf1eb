using Nomad.Model.Diffs;
using Nomad.Model.Jobs;

namespace Nomad.Model.Requests;

public sealed record JobVersionsResponse
{
    public IReadOnlyList<Job>? Versions { get; init; }

    public IReadOnlyList<JobDiff>? Diffs { get; init; }
}
