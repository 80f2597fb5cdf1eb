using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSIVolumeRegisterResponse
{
    public IReadOnlyList<CSIVolume>? Volumes { get; init; }

    public string Warnings { get; init; } = "";
}
