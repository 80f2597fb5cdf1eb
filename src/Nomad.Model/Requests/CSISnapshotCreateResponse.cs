using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSISnapshotCreateResponse
{
    public IReadOnlyList<CSISnapshot>? Snapshots { get; init; }
}
