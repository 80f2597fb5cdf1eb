using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Deployments;

/// <summary>How a deployment fails: the command to write, and the version the job goes back to, if it does.</summary>
internal sealed record DeploymentEnding(SetDeploymentStatus Command, ulong? RevertedTo)
{
    public static DeploymentEnding Fail(StateSnapshot state, Deployment deployment, string description, ServerPorts ports, string? failedGroup = null)
    {
        var reverts = deployment.TaskGroups.OrEmpty().Any(group => group.Value.AutoRevert && (failedGroup is null || group.Key == failedGroup));
        // One that never began has no groups yet, but its job is to go back with the others.
        if (deployment.Status == DeploymentStatus.Pending)
            reverts = state.Job(deployment.Namespace, deployment.JobID)?.TaskGroups.OrEmpty().Any(group => group.Update is { AutoRevert: true }) ?? false;
        Job? target = null;
        if (reverts)
        {
            target = state.JobVersions(deployment.Namespace, deployment.JobID)
                .FirstOrDefault(job => job.Stable && job.Version != deployment.JobVersion);
            var current = state.Job(deployment.Namespace, deployment.JobID);
            if (target is null)
                description += DeploymentStatusSuffixes.NoStableVersion;
            else if (current is not null && current.SpecEquals(target))
            {
                description += DeploymentStatusSuffixes.SameSpecification(target.Version);
                target = null;
            }
            else
                description += DeploymentStatusSuffixes.RollingBack(target.Version);
        }
        var update = new DeploymentStatusUpdate
        {
            DeploymentID = deployment.ID,
            Status = DeploymentStatus.Failed,
            StatusDescription = description,
            UpdatedAt = ports.NowNanoseconds,
        };
        var again = target is null ? null : target with { Stable = false, VersionTag = null, SubmitTime = ports.NowNanoseconds };
        return new DeploymentEnding(new SetDeploymentStatus(update, again, EvaluationOf(state, deployment, ports)), target?.Version);
    }

    public static Evaluation EvaluationOf(StateSnapshot state, Deployment deployment, ServerPorts ports)
    {
        var job = state.Job(deployment.Namespace, deployment.JobID)
            ?? new Job { Namespace = deployment.Namespace, ID = deployment.JobID, Type = JobTypes.Service, Priority = deployment.EvalPriority };
        return NewEvaluation.For(job, EvalTriggers.DeploymentWatcher, ports) with { DeploymentID = deployment.ID };
    }
}
