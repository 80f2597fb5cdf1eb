namespace Nomad.Model.Access;

/// <summary>Rights on a host volume of the agent configuration.</summary>
public static class HostVolumeCapabilityNames
{
    public const string MountReadonly = "mount-readonly";
    public const string MountReadwrite = "mount-readwrite";
    public const string Deny = "deny";
}
