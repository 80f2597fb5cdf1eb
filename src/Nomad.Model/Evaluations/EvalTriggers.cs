namespace Nomad.Model.Evaluations;

/// <summary>Why an evaluation was made.</summary>
public static class EvalTriggers
{
    public const string JobRegister = "job-register";
    public const string JobDeregister = "job-deregister";
    public const string PeriodicJob = "periodic-job";
    public const string NodeDrain = "node-drain";
    public const string NodeUpdate = "node-update";
    public const string AllocStop = "alloc-stop";
    public const string Scheduled = "scheduled";
    public const string RollingUpdate = "rolling-update";
    public const string DeploymentWatcher = "deployment-watcher";
    public const string FailedFollowUp = "failed-follow-up";
    public const string MaxPlanAttempts = "max-plan-attempts";
    public const string AllocFailure = "alloc-failure";
    public const string QueuedAllocs = "queued-allocs";
    public const string Preemption = "preemption";
    public const string JobScaling = "job-scaling";
    public const string MaxDisconnectTimeout = "max-disconnect-timeout";
    public const string Reconnect = "reconnect";
    public const string AllocReschedule = "alloc-reschedule";
}
