namespace Nomad.Model.Evaluations;

/// <summary>What the evaluations of type <c>_core</c> do; they stand in the job id, before an optional colon.</summary>
public static class CoreJobs
{
    public const string EvalGc = "eval-gc";
    public const string NodeGc = "node-gc";
    public const string JobGc = "job-gc";
    public const string ForceGc = "force-gc";
    public const string DeploymentGc = "deployment-gc";
    public const string CsiVolumeClaimGc = "csi-volume-claim-gc";
    public const string CsiPluginGc = "csi-plugin-gc";
    public const string OneTimeTokenGc = "one-time-token-gc";
    public const string LocalTokenExpiredGc = "local-token-expired-gc";
    public const string GlobalTokenExpiredGc = "global-token-expired-gc";
    public const string RootKeyRotateGc = "root-key-rotate-gc";
    public const string VariablesRekey = "variables-rekey";
}
