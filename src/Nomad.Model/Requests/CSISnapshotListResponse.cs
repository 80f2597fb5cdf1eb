using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSISnapshotListResponse
{
    public IReadOnlyList<CSISnapshot>? Snapshots { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }
}
