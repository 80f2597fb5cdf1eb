using Nomad.Server.State.Rows;

namespace Nomad.Server.State;

/// <summary>Every table and index of the state, as one thread writes them.</summary>
internal sealed class Tables
{
    public readonly Table<JobKey, Job> Jobs = new();
    public readonly Table<JobVersionKey, Job> JobVersions = new();
    public readonly Table<JobVersionKey, JobSubmission> JobSubmissions = new();
    public readonly Table<JobKey, JobSummary> JobSummaries = new();
    public readonly Table<string, Node> Nodes = new();
    public readonly Table<string, Allocation> Allocations = new();
    public readonly Table<string, NodeLoss> NodeLosses = new();
    public readonly Table<string, Evaluation> Evaluations = new();
    public readonly Table<string, Deployment> Deployments = new();
    public readonly Table<string, SchedulerConfiguration> SchedulerConfiguration = new();
    public readonly Table<string, Namespace> Namespaces = new();
    public readonly Table<string, NodePool> NodePools = new();
    public readonly Table<string, AutopilotConfig> Autopilot = new();
    public readonly Table<JobKey, PeriodicLaunch> PeriodicLaunches = new();
    public readonly Table<JobKey, JobScalingEvents> ScalingEvents = new();
    public readonly Table<string, ClusterMetadata> Cluster = new();
    public readonly Table<string, QuotaSpec> Quotas = new();
    public readonly Table<string, QuotaUse> QuotaUses = new();
    public readonly Table<JobKey, CSIVolume> Volumes = new();
    public readonly Table<JobKey, VolumeClaims> VolumeClaims = new();
    public readonly Table<string, CSIPlugin> Plugins = new();

    public readonly Grouping<JobKey, Job> JobsByParent = new(job => new(job.Namespace, job.ParentID));
    public readonly Grouping<(JobKey Parent, string Token), Job> JobsByToken = new(job => (new(job.Namespace, job.ParentID), job.DispatchIdempotencyToken));
    public readonly Grouping<JobKey, Job> VersionsByJob = new(job => new(job.Namespace, job.ID));
    public readonly Grouping<JobKey, JobSubmission> SubmissionsByJob = new(source => new(source.Namespace, source.JobID));
    public readonly Grouping<JobKey, Allocation> AllocationsByJob = new(alloc => new(alloc.Namespace, alloc.JobID));
    public readonly Grouping<string, Allocation> AllocationsByNode = new(alloc => alloc.NodeID);
    public readonly Grouping<string, Allocation> AllocationsByEvaluation = new(alloc => alloc.EvalID);
    public readonly Grouping<string, Allocation> AllocationsByDeployment = new(alloc => alloc.DeploymentID);
    public readonly Grouping<JobKey, Evaluation> EvaluationsByJob = new(eval => new(eval.Namespace, eval.JobID));
    public readonly Grouping<JobKey, Deployment> DeploymentsByJob = new(deployment => new(deployment.Namespace, deployment.JobID));

    private readonly ITrimmable[] all;

    public Tables()
    {
        all =
        [
            Jobs, JobVersions, JobSubmissions, JobSummaries, Nodes, NodeLosses, Allocations, Evaluations, Deployments, SchedulerConfiguration,
            Namespaces, NodePools, Autopilot, PeriodicLaunches, ScalingEvents, Cluster, Quotas, QuotaUses, Volumes, VolumeClaims, Plugins,
            // After their tables.
            JobsByParent, JobsByToken, VersionsByJob, SubmissionsByJob, AllocationsByJob, AllocationsByNode, AllocationsByEvaluation, AllocationsByDeployment,
            EvaluationsByJob, DeploymentsByJob,
        ];
        Jobs.Gone = job =>
        {
            JobsByParent.Forget(job);
            JobsByToken.Forget(job);
        };
        JobVersions.Gone = VersionsByJob.Forget;
        JobSubmissions.Gone = SubmissionsByJob.Forget;
        Evaluations.Gone = EvaluationsByJob.Forget;
        Deployments.Gone = DeploymentsByJob.Forget;
        Allocations.Gone = alloc =>
        {
            AllocationsByJob.Forget(alloc);
            AllocationsByNode.Forget(alloc);
            AllocationsByEvaluation.Forget(alloc);
            AllocationsByDeployment.Forget(alloc);
        };
    }

    /// <summary>Writes a job and lists it.</summary>
    public void PutJob(Job job, ulong index)
    {
        var row = Jobs.Put(new(job.Namespace, job.ID), job, index, out var before);
        JobsByParent.Note(row, before, job);
        JobsByToken.Note(row, before, job);
    }

    public void Trim(ulong oldest)
    {
        foreach (var table in all)
            table.Trim(oldest);
    }
}

/// <summary>When an allocation of a node was last forgotten: what its client must hear of. Not part of what is saved.</summary>
public sealed record NodeLoss(ulong Index);

/// <summary>When a periodic job last started a child: unix nanoseconds.</summary>
public sealed record PeriodicLaunch(string Namespace, string ID, long LaunchTime)
{
    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}

/// <summary>The scaling history of a job: newest events first, few per group.</summary>
public sealed record JobScalingEvents(string Namespace, string JobID, IReadOnlyDictionary<string, IReadOnlyList<ScalingEvent>> Groups)
{
    public ulong ModifyIndex { get; init; }
}

/// <summary>What the live allocations of a quota's namespaces take of it, kept as they come and go.</summary>
public sealed record QuotaUse(string Name, QuotaAmounts Amounts)
{
    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}

/// <summary>What identifies the cluster: an ID made once, and when (unix nanoseconds).</summary>
public sealed record ClusterMetadata(string ClusterID, long CreateTime);
