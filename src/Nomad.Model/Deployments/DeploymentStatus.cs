namespace Nomad.Model.Deployments;

/// <summary>Where a deployment is on its way.</summary>
public static class DeploymentStatus
{
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Failed = "failed";
    public const string Successful = "successful";
    public const string Cancelled = "cancelled";
    public const string Initializing = "initializing";
    public const string Pending = "pending";
    public const string Blocked = "blocked";
    public const string Unblocking = "unblocking";

    /// <summary>The deployment may still change anything.</summary>
    public static bool IsActive(string status) => status is Running or Paused or Initializing or Pending or Blocked or Unblocking;
}
