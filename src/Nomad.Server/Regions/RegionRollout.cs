namespace Nomad.Server.Regions;

/// <summary>What the deployment of one region does next. A closed set.</summary>
public enum RolloutStep
{
    Wait,

    /// <summary>Its turn has come.</summary>
    Start,

    /// <summary>Another region failed, and that counts here.</summary>
    Fail,

    /// <summary>All regions are done.</summary>
    Finish,
}

/// <summary>
/// Decides for one region from what all of them say; every region decides for itself, and nobody leads. Pure. What is not known holds up,
/// it never lets anything begin or end.
/// </summary>
public static class RegionRollout
{
    /// <param name="plan">The regions in order, and how many may be rolled out at once.</param>
    /// <param name="region">The region that decides.</param>
    /// <param name="status">Status of its own deployment.</param>
    /// <param name="statusOf">Status of the deployment of another region: null when it does not answer or has not got this version, "" when its deployment is gone.</param>
    public static RolloutStep Decide(Multiregion plan, string region, string status, Func<string, string?> statusOf)
    {
        var regions = plan.Regions.OrEmpty();
        var place = regions.Index().FirstOrDefault(own => own.Item.Name == region, (-1, new())).Item1;
        var statuses = regions.Select(own => own.Name == region ? status : statusOf(own.Name)).ToList();
        if (place < 0)
            return RolloutStep.Wait;
        var strategy = plan.Strategy ?? new MultiregionStrategy();
        if (Fails(strategy.OnFailure, statuses, place))
            return RolloutStep.Fail;
        return status switch
        {
            // Only when every region has the job: one that refused it would be left behind.
            DeploymentStatus.Pending when statuses.TrueForAll(own => own is not null) && IsTurn(strategy.MaxParallel, statuses, place) => RolloutStep.Start,
            DeploymentStatus.Blocked or DeploymentStatus.Unblocking when statuses.TrueForAll(IsDone) => RolloutStep.Finish,
            _ => RolloutStep.Wait,
        };
    }

    private static bool Fails(string onFailure, List<string?> statuses, int place) => onFailure switch
    {
        RegionFailure.FailLocal => false,
        RegionFailure.FailAll => statuses.Contains(DeploymentStatus.Failed),
        _ => statuses.Take(place).Contains(DeploymentStatus.Failed),
    };

    private static bool IsTurn(int maxParallel, List<string?> statuses, int place) =>
        maxParallel <= 0 || statuses.Take(place).Count(own => !IsDone(own) && own != DeploymentStatus.Failed) < maxParallel;

    // One that was cancelled there (the job was stopped, or another version came) is waited for no more.
    private static bool IsDone(string? status) =>
        status is DeploymentStatus.Blocked or DeploymentStatus.Unblocking or DeploymentStatus.Successful or DeploymentStatus.Cancelled or "";
}
