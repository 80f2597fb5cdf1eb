using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record HostVolumeCreateResponse
{
    public HostVolume? Volume { get; init; }

    public string Warnings { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }
}
