using System.Globalization;
using Nomad.Model.Explanations;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Explaining;

/// <summary>Answers "why is this not running" from the same checks that scheduling makes, for every node there is.</summary>
public static class JobExplainer
{
    /// <summary>Explains a job as it is stored. Pure; takes as long as a few placements.</summary>
    /// <param name="evaluations">The job's evaluations; those that are still open are told.</param>
    /// <param name="onlyGroup">One group by name; "" = all.</param>
    public static JobExplanation Explain(
        IClusterSnapshot snapshot, Job job, IEnumerable<Evaluation> evaluations, string onlyGroup, SchedulingContext context)
    {
        Allocation[] allocations = [.. snapshot.AllocationsOfJob(job.Namespace, job.ID)];
        var placer = new Placer(snapshot, context, job.Type, allocations);
        try
        {
            return new JobExplanation
            {
                Namespace = job.Namespace, JobID = job.ID, Type = job.Type, Version = job.Version, Status = job.Status, Index = snapshot.Index,
                Reasons = [.. OfJob(snapshot, job), .. OfEvaluations(evaluations)],
                Groups = [.. job.TaskGroups.OrEmpty().Where(group => onlyGroup.Length == 0 || group.Name == onlyGroup)
                    .Select(group => Group(placer, job, group, [.. allocations.Where(alloc => alloc.TaskGroup == group.Name)]))],
            };
        }
        finally
        {
            placer.Close();
        }
    }

    private static IEnumerable<string> OfJob(IClusterSnapshot snapshot, Job job)
    {
        if (job.Stop)
            yield return "the job is stopped: nothing of it is to run";
        if (job.Periodic is not null)
            yield return "the job is periodic: its children run, started by its schedule";
        if (IsTemplate(job))
            yield return "the job is parameterized: its children run, one for each dispatch";
        if (snapshot.LatestDeployment(job.Namespace, job.ID) is { } deployment && deployment.JobVersion == job.Version && deployment.Status != DeploymentStatus.Successful)
            yield return $"deployment {deployment.ID} is {deployment.Status}: {deployment.StatusDescription}";
    }

    private static bool IsTemplate(Job job) => job.ParameterizedJob is not null && !job.Dispatched;

    private static IEnumerable<string> OfEvaluations(IEnumerable<Evaluation> evaluations)
    {
        foreach (var eval in evaluations.Where(eval => eval.Status is EvalStatus.Pending or EvalStatus.Blocked).OrderByDescending(eval => eval.CreateIndex))
            yield return $"evaluation {eval.ID} is {eval.Status}" + (eval.WaitUntil > DateTimeOffset.UnixEpoch
                ? " until " + eval.WaitUntil.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "")
                + (eval.StatusDescription.Length > 0 ? ": " + eval.StatusDescription : "");
    }

    private static GroupExplanation Group(Placer placer, Job job, TaskGroup group, Allocation[] allocations)
    {
        var live = allocations.Where(alloc => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus)).ToArray();
        var feasibility = placer.Feasibility(job, group);
        var onNode = live.GroupBy(alloc => alloc.NodeID, StringComparer.Ordinal).ToDictionary(own => own.Key, own => own.Count(), StringComparer.Ordinal);
        var nodes = new List<NodeExplanation>();
        foreach (var (id, row) in placer.Draft.Rows.ById)
            nodes.Add(Node(placer, job, group, row) with { Live = onNode.GetValueOrDefault(id) });
        var everywhere = job.Type is JobTypes.System or JobTypes.Sysbatch;
        return new GroupExplanation
        {
            Name = group.Name,
            Desired = job.Stop || job.Periodic is not null || IsTemplate(job) ? 0 : !everywhere ? group.Count : group.Count == 0 ? 0 : feasibility.Rows.Length,
            Live = live.Length,
            Running = live.Count(alloc => alloc.ClientStatus == AllocClientStatus.Running),
            Reasons = [.. OfGroup(group, allocations), .. OfQuota(placer, job, group), .. OfWaits(placer, job, group, live)],
            Nodes = [.. nodes.OrderByDescending(node => node.NormScore ?? double.NegativeInfinity)
                .ThenBy(node => node.NodeName, StringComparer.Ordinal).ThenBy(node => node.NodeID, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<string> OfGroup(TaskGroup group, Allocation[] allocations)
    {
        if (group.Count == 0)
            yield return "the group's count is 0";
        var failed = allocations.Count(alloc => alloc.ClientStatus == AllocClientStatus.Failed && alloc.NextAllocation.Length == 0);
        if (failed > 0)
            yield return $"{failed} failed and were not replaced: the group's reschedule block says when that is done";
    }

    private static IEnumerable<string> OfWaits(Placer placer, Job job, TaskGroup group, Allocation[] live)
    {
        if (live.Length == 0 && JobWaits.First(placer.Draft.Snapshot, job, group) is { } wait)
            yield return wait.Reason;
    }

    private static IEnumerable<string> OfQuota(Placer placer, Job job, TaskGroup group)
    {
        if (QuotaDraft.Of(placer.Draft.Snapshot, job) is { } quota && quota.Refuse(placer.Asked(new Reconciliation.PlacementAsk { Name = "", Job = job, Group = group })) is { } refusal)
            yield return $"quota {quota.Name} of namespace {job.Namespace}: {refusal}";
    }

    private static NodeExplanation Node(Placer placer, Job job, TaskGroup group, int row)
    {
        var node = placer.Draft.Rows.Nodes[row]!;
        var told = new NodeExplanation { NodeID = node.ID, NodeName = node.Name, Datacenter = node.Datacenter, NodePool = node.NodePool, NodeClass = node.NodeClass };
        var (check, reason) = Standing(job, node) ?? placer.Feasibility(job, group).Requirements.FirstRefusal(node) ?? ("", "");
        return check.Length > 0 ? told with { Check = check, Reason = reason } : placer.Explain(job, group, row, told);
    }

    // What a node may be used for at all, before it is asked what it has.
    private static (string Check, string Reason)? Standing(Job job, Node node)
    {
        if (!Candidates.IsInPool(job, node))
            return (NodeChecks.Pool, $"the node is in pool {node.NodePool}, the job wants {(job.NodePool.Length > 0 ? job.NodePool : "default")}");
        if (!DatacenterGlobs.Match(job.Datacenters.OrEmpty(), node.Datacenter))
            return (NodeChecks.Datacenter, $"the node is in {node.Datacenter}, the job wants {string.Join(", ", job.Datacenters.OrEmpty())}");
        if (node.Status != NodeStatus.Ready)
            return (NodeChecks.Status, $"the node is {node.Status}");
        if (node.DrainStrategy is not null)
            return (NodeChecks.Drain, "the node is being drained");
        return node.SchedulingEligibility == NodeEligibility.Ineligible ? (NodeChecks.Eligibility, "the node is marked ineligible") : null;
    }
}
