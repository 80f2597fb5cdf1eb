namespace Nomad.Model.Volumes;

public sealed record HostVolumeCapability
{
    public string AttachmentMode { get; init; } = "";

    public string AccessMode { get; init; } = "";
}
