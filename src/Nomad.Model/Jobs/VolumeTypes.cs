namespace Nomad.Model.Jobs;

/// <summary>Who provides a volume.</summary>
public static class VolumeTypes
{
    public const string Host = "host";
    public const string Csi = "csi";
}
