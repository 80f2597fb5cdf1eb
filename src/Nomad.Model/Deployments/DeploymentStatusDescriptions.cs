namespace Nomad.Model.Deployments;

/// <summary>Why a deployment has its status.</summary>
public static class DeploymentStatusDescriptions
{
    public const string DeploymentIsRunning = "Deployment is running";
    public const string DeploymentIsRunningButRequiresManualPromotion = "Deployment is running but requires manual promotion";
    public const string DeploymentIsRunningPendingAutomaticPromotion = "Deployment is running pending automatic promotion";
    public const string DeploymentIsPaused = "Deployment is paused";
    public const string DeploymentCompletedSuccessfully = "Deployment completed successfully";
    public const string CancelledBecauseJobIsStopped = "Cancelled because job is stopped";
    public const string CancelledDueToNewerVersionOfJob = "Cancelled due to newer version of job";
    public const string FailedDueToUnhealthyAllocations = "Failed due to unhealthy allocations";
    public const string FailedDueToProgressDeadline = "Failed due to progress deadline";
    public const string DeploymentMarkedAsFailed = "Deployment marked as failed";
    public const string FailedBecauseOfAnErrorInPeerRegion = "Failed because of an error in peer region";
    public const string DeploymentIsCompleteButWaitingForPeerRegion = "Deployment is complete but waiting for peer region";
    public const string DeploymentIsUnblockingRemainingRegions = "Deployment is unblocking remaining regions";
    public const string DeploymentIsPendingWaitingForPeerRegion = "Deployment is pending, waiting for peer region";
}
