using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record HostVolumeRegisterRequest
{
    public HostVolume? Volume { get; init; }

    public bool PolicyOverride { get; init; }
}
