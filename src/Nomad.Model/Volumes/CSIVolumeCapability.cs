namespace Nomad.Model.Volumes;

public sealed record CSIVolumeCapability
{
    public string AttachmentMode { get; init => field = value ?? ""; } = "";

    public string AccessMode { get; init => field = value ?? ""; } = "";
}
