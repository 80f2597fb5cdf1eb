using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSIVolumeRegisterRequest
{
    public IReadOnlyList<CSIVolume>? Volumes { get; init; }

    public long Timestamp { get; init; }

    public bool PolicyOverride { get; init; }
}
