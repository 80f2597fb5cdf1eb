namespace Nomad.Model.Deployments;

/// <summary>What a failed deployment leads to; appended to the description.</summary>
public static class DeploymentStatusSuffixes
{
    public const string NoStableVersion = " - no stable job version to auto revert to";

    public static string RollingBack(ulong version) => $" - rolling back to job version {version}";

    public static string SameSpecification(ulong version) => $" - not rolling back to stable job version {version} as current job has same specification";
}
