using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSIVolumeCreateResponse
{
    public IReadOnlyList<CSIVolume>? Volumes { get; init; }

    public string Warnings { get; init; } = "";
}
