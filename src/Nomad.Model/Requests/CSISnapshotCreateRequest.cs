using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSISnapshotCreateRequest
{
    public IReadOnlyList<CSISnapshot>? Snapshots { get; init; }
}
