using Nomad.Model.Diffs;
using Nomad.Model.Jobs;

namespace Nomad.Model.Requests;

public sealed record JobVersionsResponse
{
    public IReadOnlyList<Job>? Versions { get; init; }

    public IReadOnlyList<JobDiff>? Diffs { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
