using Nomad.Server.Commands;
using Nomad.Server.Deployments;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Regions;

/// <summary>
/// On the leader of each region: asks the other regions how far they are while a deployment of several regions is under way here, and has the own one
/// begin, fail or end. Costs nothing while there is none.
/// </summary>
public sealed class RolloutWatcher(StateStore state, Proposer proposer, ServerOptions options, ServerPorts ports)
{
    /// <summary>How often the other regions are asked.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ILog log = ports.Log.For("nomad.regions");
    private readonly ConcurrentDictionary<string, bool> followed = [];
    private readonly Permits changed = new(0, most: 1);

    /// <summary>A deployment was written.</summary>
    public void Follow(Deployment deployment)
    {
        if (!deployment.IsMultiregion || !deployment.IsActive())
            return;
        followed[deployment.ID] = true;
        changed.Release();
    }

    public async Task RunAsync(CancellationToken stop)
    {
        followed.Clear();
        foreach (var deployment in state.Snapshot().Deployments())
            Follow(deployment);
        while (!stop.IsCancellationRequested)
        {
            if (followed.IsEmpty)
            {
                await changed.WaitAsync(stop);
                continue;
            }
            foreach (var id in followed.Keys.Order(StringComparer.Ordinal))
                await LookAsync(id, stop);
            await Task.Delay(Pace, ports.Time, stop);
        }
    }

    private async Task LookAsync(string id, CancellationToken stop)
    {
        var deployment = state.Snapshot().Deployment(id);
        if (deployment is null || !deployment.IsActive()
            || state.Snapshot().JobVersion(deployment.Namespace, deployment.JobID, deployment.JobVersion) is not { Multiregion: { } plan })
        {
            followed.TryRemove(id, out _);
            return;
        }
        var statuses = await AskAsync(deployment, plan, stop);
        // While the others were asked, this one may have gone on.
        var snapshot = state.Snapshot();
        if (snapshot.Deployment(id) is not { } now || now.Status != deployment.Status)
            return;
        var step = RegionRollout.Decide(plan, options.Region, now.Status, region => statuses.GetValueOrDefault(region));
        if (step == RolloutStep.Wait)
            return;
        log.Debug($"rolling out over regions: deployment_id={id} status={now.Status} next={step}");
        try
        {
            await proposer.ProposeAsync(CommandOf(snapshot, now, step), stop);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            log.Error($"deployment could not be acted on: deployment_id={id} error=\"{problem.Message}\"");
        }
    }

    private async Task<Dictionary<string, string?>> AskAsync(Deployment deployment, Multiregion plan, CancellationToken stop)
    {
        var others = plan.Regions.OrEmpty().Select(region => region.Name).Where(name => name != options.Region).ToList();
        var job = new NamespacedID { Namespace = deployment.Namespace, ID = deployment.JobID };
        var standings = await Task.WhenAll(others.Select(region => ports.StandingOf(region, job, stop)));
        return others.Zip(standings).ToDictionary(pair => pair.First, pair => pair.Second?.Of(deployment.JobVersion), StringComparer.Ordinal);
    }

    private Command CommandOf(StateSnapshot snapshot, Deployment deployment, RolloutStep step) => step switch
    {
        RolloutStep.Start => Change(snapshot, deployment, DeploymentStatus.Running, DeploymentStatusDescriptions.DeploymentIsRunning),
        RolloutStep.Finish => Change(snapshot, deployment, DeploymentStatus.Successful, DeploymentStatusDescriptions.DeploymentCompletedSuccessfully),
        _ => DeploymentEnding.Fail(snapshot, deployment, DeploymentStatusDescriptions.FailedBecauseOfAnErrorInPeerRegion, ports).Command,
    };

    private SetDeploymentStatus Change(StateSnapshot snapshot, Deployment deployment, string status, string description) => new(
        new DeploymentStatusUpdate { DeploymentID = deployment.ID, Status = status, StatusDescription = description, UpdatedAt = ports.NowNanoseconds },
        null, DeploymentEnding.EvaluationOf(snapshot, deployment, ports));
}
