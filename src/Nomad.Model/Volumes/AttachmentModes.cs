namespace Nomad.Model.Volumes;

/// <summary>Whether a volume is a file system or a bare device.</summary>
public static class AttachmentModes
{
    public const string FileSystem = "file-system";
    public const string BlockDevice = "block-device";
}
