using Nomad.Model.Events;
using Nomad.Scheduling.Nodes;

namespace Nomad.Server.State.Writing;

/// <summary>
/// The writes of one command. Reads see its own writes. What follows from writes (job status, summary counts) is worked out once
/// at the end, by <see cref="Finish"/>.
/// </summary>
internal sealed partial class StateTransaction(Tables tables, JobTallies tallies, ulong index)
{
    private readonly List<Watch> touched = [];
    private readonly List<StateChange> changes = [];
    private readonly SummaryDeltas summaries = new();
    private readonly List<ColumnChange> columnChanges = [];
    private readonly DeploymentCounts deploymentCounts = new();
    private readonly QuotaDeltas quotaDeltas = new();
    private readonly VolumeDeltas volumeDeltas = new();
    private readonly SortedSet<JobKey> statusDue = new(JobKeyOrder.Instance);

    public ulong Index => index;

    public required int TrackedVersions { get; init; }

    public TableSet TouchedTables { get; private set; }

    /// <summary>Whom to wake: worked out only where somebody waits at all. May name one twice.</summary>
    public IEnumerable<Watch> Touched
    {
        get
        {
            foreach (var watch in touched)
                yield return watch;
            // The columns are told of every allocation anyway.
            foreach (var change in columnChanges)
            {
                if ((change.After ?? change.Before) is not { } alloc)
                    continue;
                yield return Watch.Allocation(alloc.ID);
                yield return Watch.AllocationsOfJob(alloc.Namespace, alloc.JobID);
                yield return Watch.AllocationsOfNode(alloc.NodeID);
                yield return Watch.AllocationsOfEvaluation(alloc.EvalID);
                yield return Watch.AllocationsOfDeployment(alloc.DeploymentID);
                if (change.Before is { } before && before.EvalID != alloc.EvalID)
                    yield return Watch.AllocationsOfEvaluation(before.EvalID);
            }
        }
    }

    public IReadOnlyList<StateChange> Changes => changes;

    /// <summary>Set when the command was refused: it must then have written nothing.</summary>
    public StateRefusal? Refusal { get; set; }

    /// <summary>How the event stream names what this command does; "" = by the kind of row.</summary>
    public string ChangeType { get; set; } = "";

    /// <summary>The state with what was written so far.</summary>
    public StateSnapshot View { get; } = new(tables, index, []);

    public QuotaDeltas QuotaDeltas => quotaDeltas;

    public SummaryDeltas Summaries => summaries;

    /// <summary>What allocations did to their deployments; written by <see cref="WriteDeploymentCounts"/>.</summary>
    public DeploymentCounts DeploymentCounts => deploymentCounts;

    public JobTallies Tallies => tallies;

    public void PutJob(Job job, bool asVersion)
    {
        var before = tables.Jobs.Newest(new(job.Namespace, job.ID));
        tables.PutJob(job, index);
        Touch(StateTable.Jobs, Watch.Job(job.Namespace, job.ID));
        if (asVersion)
            PutJobVersion(job);
        Note(EventTopics.Job, EventTypes.JobRegistered, before, job);
    }

    public void PutJobVersion(Job job)
    {
        var row = tables.JobVersions.Put(new(job.Namespace, job.ID, job.Version), job, index, out var listed);
        tables.VersionsByJob.Note(row, listed, job);
        Touch(StateTable.JobVersions, Watch.JobVersions(job.Namespace, job.ID));
    }

    public void DeleteJobVersion(Job job)
    {
        tables.JobVersions.Delete(new(job.Namespace, job.ID, job.Version), index);
        Touch(StateTable.JobVersions, Watch.JobVersions(job.Namespace, job.ID));
        DeleteSubmission(job.Namespace, job.ID, job.Version);
    }

    public void DeleteJob(Job job)
    {
        tables.Jobs.Delete(new(job.Namespace, job.ID), index);
        Touch(StateTable.Jobs, Watch.Job(job.Namespace, job.ID));
        Note(EventTopics.Job, EventTypes.JobDeregistered, job, null);
    }

    public void PutSubmission(JobSubmission submission)
    {
        var row = tables.JobSubmissions.Put(new(submission.Namespace, submission.JobID, submission.Version), submission, index, out var listed);
        tables.SubmissionsByJob.Note(row, listed, submission);
        Touch(StateTable.JobSubmissions, Watch.Whole(StateTable.JobSubmissions));
    }

    public void DeleteSubmission(string space, string id, ulong version)
    {
        tables.JobSubmissions.Delete(new(space, id, version), index);
        Touch(StateTable.JobSubmissions, Watch.Whole(StateTable.JobSubmissions));
    }

    public void PutSummary(JobSummary summary)
    {
        tables.JobSummaries.Put(new(summary.Namespace, summary.JobID), summary, index, out _);
        Touch(StateTable.JobSummaries, Watch.JobSummary(summary.Namespace, summary.JobID));
    }

    public void DeleteSummary(string space, string id)
    {
        tables.JobSummaries.Delete(new(space, id), index);
        Touch(StateTable.JobSummaries, Watch.JobSummary(space, id));
    }

    public void PutNode(Node node, string type)
    {
        var before = tables.Nodes.Newest(node.ID);
        tables.Nodes.Put(node.ID, node, index, out _);
        Touch(StateTable.Nodes, Watch.Node(node.ID));
        Note(EventTopics.Node, type, before, node);
        VolumeWrites.FollowPlugins(this, before, node);
        columnChanges.Add(new ColumnChange { Node = node });
        // A node that comes back may still have allocations from before.
        if (before is null)
        {
            foreach (var alloc in View.AllocationsOfNode(node.ID))
                columnChanges.Add(new ColumnChange { After = alloc });
        }
    }

    public void DeleteNode(Node node)
    {
        tables.Nodes.Delete(node.ID, index);
        tables.NodeLosses.Delete(node.ID, index);
        Touch(StateTable.Nodes, Watch.Node(node.ID));
        Note(EventTopics.Node, EventTypes.NodeDeregistration, node, null);
        VolumeWrites.FollowPlugins(this, node, null);
        columnChanges.Add(new ColumnChange { GoneNode = node.ID });
    }

    /// <summary>Writes an allocation and counts it; indexes and times are the caller's.</summary>
    public void PutAllocation(Allocation alloc, string type)
    {
        var before = tables.Allocations.Newest(alloc.ID);
        var row = tables.Allocations.Put(alloc.ID, alloc, index, out var listed);
        tables.AllocationsByJob.Note(row, listed, alloc);
        tables.AllocationsByNode.Note(row, listed, alloc);
        tables.AllocationsByEvaluation.Note(row, listed, alloc);
        tables.AllocationsByDeployment.Note(row, listed, alloc);
        if (tallies.Count(before, alloc))
            JobStatusMayChange(new(alloc.Namespace, alloc.JobID));
        summaries.Count(before, alloc);
        CountQuota(before, alloc);
        volumeDeltas.Count(before, alloc);
        columnChanges.Add(new ColumnChange { Before = before, After = alloc });
        Touch(StateTable.Allocations);
        Note(EventTopics.Allocation, type, before, alloc);
    }

    public void DeleteAllocation(Allocation alloc)
    {
        tables.Allocations.Delete(alloc.ID, index);
        tables.NodeLosses.Put(alloc.NodeID, new NodeLoss(index), index, out _);
        columnChanges.Add(new ColumnChange { Before = alloc });
        if (tallies.Count(alloc, null))
            JobStatusMayChange(new(alloc.Namespace, alloc.JobID));
        CountQuota(alloc, null);
        volumeDeltas.Count(alloc, null);
        Touch(StateTable.Allocations);
    }

    private void CountQuota(Allocation? before, Allocation? after)
    {
        if (tables.Quotas.Count > 0 && View.QuotaOf((after ?? before)!.Namespace) is { } quota)
            quotaDeltas.Count(quota.Name, before, after);
    }

    public void PutEvaluation(Evaluation eval)
    {
        var before = tables.Evaluations.Newest(eval.ID);
        tables.EvaluationsByJob.Note(tables.Evaluations.Put(eval.ID, eval, index, out var listed), listed, eval);
        if (tallies.Count(before, eval))
            JobStatusMayChange(new(eval.Namespace, eval.JobID));
        Touch(StateTable.Evaluations, Watch.Evaluation(eval.ID), Watch.EvaluationsOfJob(eval.Namespace, eval.JobID));
        Note(EventTopics.Evaluation, EventTypes.EvaluationUpdated, before, eval);
    }

    public void DeleteEvaluation(Evaluation eval)
    {
        tables.Evaluations.Delete(eval.ID, index);
        if (tallies.Count(eval, null))
            JobStatusMayChange(new(eval.Namespace, eval.JobID));
        Touch(StateTable.Evaluations, Watch.Evaluation(eval.ID), Watch.EvaluationsOfJob(eval.Namespace, eval.JobID));
    }

    public void PutDeployment(Deployment deployment, string type)
    {
        var before = tables.Deployments.Newest(deployment.ID);
        tables.DeploymentsByJob.Note(tables.Deployments.Put(deployment.ID, deployment, index, out var listed), listed, deployment);
        if (tallies.Count(before, deployment))
            JobStatusMayChange(new(deployment.Namespace, deployment.JobID));
        Touch(StateTable.Deployments, Watch.Deployment(deployment.ID), Watch.DeploymentsOfJob(deployment.Namespace, deployment.JobID));
        Note(EventTopics.Deployment, type, before, deployment);
    }

    public void DeleteDeployment(Deployment deployment)
    {
        tables.Deployments.Delete(deployment.ID, index);
        if (tallies.Count(deployment, null))
            JobStatusMayChange(new(deployment.Namespace, deployment.JobID));
        Touch(StateTable.Deployments, Watch.Deployment(deployment.ID), Watch.DeploymentsOfJob(deployment.Namespace, deployment.JobID));
    }

    public void PutScalingEvents(JobScalingEvents events)
    {
        tables.ScalingEvents.Put(new(events.Namespace, events.JobID), events, index, out _);
        Touch(StateTable.ScalingEvents, Watch.ScalingEvents(events.Namespace, events.JobID));
    }

    public void DeleteScalingEvents(JobKey job)
    {
        tables.ScalingEvents.Delete(job, index);
        Touch(StateTable.ScalingEvents, Watch.ScalingEvents(job.Namespace, job.ID));
    }

    public void PutPeriodicLaunch(PeriodicLaunch launch)
    {
        tables.PeriodicLaunches.Put(new(launch.Namespace, launch.ID), launch, index, out _);
        Touch(StateTable.PeriodicLaunches);
    }

    public void DeletePeriodicLaunch(JobKey job)
    {
        tables.PeriodicLaunches.Delete(job, index);
        Touch(StateTable.PeriodicLaunches);
    }

    public void PutSchedulerConfiguration(SchedulerConfiguration configuration)
    {
        tables.SchedulerConfiguration.Put("", configuration, index, out _);
        Touch(StateTable.SchedulerConfiguration);
        Note("", "", null, configuration);
    }

    public void PutAutopilot(AutopilotConfig configuration)
    {
        tables.Autopilot.Put("", configuration, index, out _);
        Touch(StateTable.Autopilot);
    }

    public void PutCluster(ClusterMetadata metadata)
    {
        tables.Cluster.Put("", metadata, index, out _);
        Touch(StateTable.Cluster);
    }

    public void PutQuota(QuotaSpec quota)
    {
        tables.Quotas.Put(quota.Name, quota, index, out _);
        Touch(StateTable.Quotas);
        Note("", "", null, quota);
    }

    public void PutQuotaUse(QuotaUse use)
    {
        var before = tables.QuotaUses.Newest(use.Name);
        tables.QuotaUses.Put(use.Name, use, index, out _);
        Touch(StateTable.QuotaUses);
        Note("", "", before, use);
    }

    public void DeleteQuota(string name)
    {
        tables.Quotas.Delete(name, index);
        tables.QuotaUses.Delete(name, index);
        Touch(StateTable.Quotas);
        Touch(StateTable.QuotaUses);
    }

    public void PutNamespace(Namespace space)
    {
        var before = tables.Namespaces.Newest(space.Name);
        tables.Namespaces.Put(space.Name, space, index, out _);
        Touch(StateTable.Namespaces);
        if (before is not null && before.Quota != space.Quota)
            Note("", "", before, space);
    }

    public void DeleteNamespace(string name)
    {
        tables.Namespaces.Delete(name, index);
        Touch(StateTable.Namespaces);
    }

    public void PutNodePool(NodePool pool)
    {
        var before = tables.NodePools.Newest(pool.Name);
        tables.NodePools.Put(pool.Name, pool, index, out _);
        Touch(StateTable.NodePools);
        Note(EventTopics.NodePool, EventTypes.NodePoolUpserted, before, pool);
    }

    public void DeleteNodePool(NodePool pool)
    {
        tables.NodePools.Delete(pool.Name, index);
        Touch(StateTable.NodePools);
        Note(EventTopics.NodePool, EventTypes.NodePoolDeleted, pool, null);
    }

    public void JobStatusMayChange(JobKey job) => statusDue.Add(job);

    /// <summary>Works out job statuses and summaries from what was written.</summary>
    public void Finish()
    {
        WriteDeploymentCounts();
        if (statusDue.Count > 0)
        {
            foreach (var job in statusDue.ToArray())
                JobStatusWrites.Settle(this, job);
        }
        summaries.Settle(this);
        quotaDeltas.Settle(this);
        volumeDeltas.Settle(this);
    }

    /// <summary>Writes the deployments counted so far, once each. Before a deployment is read or written otherwise.</summary>
    public void WriteDeploymentCounts() => deploymentCounts.Settle(this);

    /// <summary>
    /// Rows that a command goes through and writes, in one order on every server: how a table lists them depends on what was restored here, and on what
    /// was forgotten before it came again.
    /// </summary>
    public static T[] InOrder<T>(IEnumerable<T> rows, Func<T, string> id) => [.. rows.OrderBy(id, StringComparer.Ordinal)];

    /// <summary>Tells the scheduler's columns what changed on nodes.</summary>
    public void Tell(NodeColumns columns)
    {
        foreach (var change in columnChanges)
        {
            if (change.Node is { } node)
                columns.Put(node);
            else if (change.GoneNode is { } gone)
                columns.Remove(gone);
            else
                columns.Change(change.Before, change.After);
        }
    }

    private void Touch(StateTable table, params ReadOnlySpan<Watch> keys)
    {
        if (!TouchedTables.Contains(table))
        {
            TouchedTables = TouchedTables.With(table);
            touched.Add(Watch.Whole(table));
        }
        touched.AddRange(keys);
    }

    private void Note(string topic, string type, object? before, object? after) =>
        changes.Add(new StateChange(topic, ChangeType.Length > 0 ? ChangeType : type, before, after));
}
