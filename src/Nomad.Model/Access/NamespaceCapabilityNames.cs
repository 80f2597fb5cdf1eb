namespace Nomad.Model.Access;

/// <summary>Rights in a namespace.</summary>
public static class NamespaceCapabilityNames
{
    public const string ListJobs = "list-jobs";
    public const string ParseJob = "parse-job";
    public const string ReadJob = "read-job";
    public const string SubmitJob = "submit-job";
    public const string DispatchJob = "dispatch-job";
    public const string ScaleJob = "scale-job";
    public const string ReadLogs = "read-logs";
    public const string ReadFs = "read-fs";
    public const string AllocExec = "alloc-exec";
    public const string AllocNodeExec = "alloc-node-exec";
    public const string AllocLifecycle = "alloc-lifecycle";
    public const string SentinelOverride = "sentinel-override";
    public const string CsiRegisterPlugin = "csi-register-plugin";
    public const string CsiWriteVolume = "csi-write-volume";
    public const string CsiReadVolume = "csi-read-volume";
    public const string CsiListVolume = "csi-list-volume";
    public const string CsiMountVolume = "csi-mount-volume";
    public const string ListScalingPolicies = "list-scaling-policies";
    public const string ReadScalingPolicy = "read-scaling-policy";
    public const string ReadJobScaling = "read-job-scaling";
    public const string SubmitRecommendation = "submit-recommendation";
    public const string HostVolumeCreate = "host-volume-create";
    public const string HostVolumeRegister = "host-volume-register";
    public const string HostVolumeRead = "host-volume-read";
    public const string HostVolumeWrite = "host-volume-write";
    public const string HostVolumeDelete = "host-volume-delete";
    public const string RegisterJob = "register-job";
    public const string RevertJob = "revert-job";
    public const string DeregisterJob = "deregister-job";
    public const string PurgeJob = "purge-job";
    public const string EvaluateJob = "evaluate-job";
    public const string PlanJob = "plan-job";
    public const string TagJobVersion = "tag-job-version";
    public const string StableJob = "stable-job";
    public const string FailDeployment = "fail-deployment";
    public const string PauseDeployment = "pause-deployment";
    public const string PromoteDeployment = "promote-deployment";
    public const string UnblockDeployment = "unblock-deployment";
    public const string CancelDeployment = "cancel-deployment";
    public const string SetAllocHealthDeployment = "set-alloc-health-deployment";
    public const string GcAllocation = "gc-allocation";
    public const string PauseAllocation = "pause-allocation";
    public const string ForcePeriodicJob = "force-periodic-job";
    public const string DeleteServiceRegistration = "delete-service-registration";
    public const string Deny = "deny";
}
