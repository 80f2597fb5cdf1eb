namespace Nomad.Model.Volumes;

/// <summary>Whether a host volume can be used.</summary>
public static class HostVolumeStates
{
    public const string Pending = "pending";
    public const string Ready = "ready";
    public const string Unavailable = "unavailable";
}
