namespace Nomad.Model.Volumes;

public sealed record CSIVolumeCapability
{
    public string AttachmentMode { get; init; } = "";

    public string AccessMode { get; init; } = "";
}
