using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Raft;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Checks;

/// <summary>What must become true once faults have ended: the cluster settles, and what runs is what is wanted.</summary>
internal static class Calm
{
    /// <summary>Why the cluster has not settled yet; null when it has.</summary>
    public static string? Missing(Datacenter site)
    {
        if (site.Leader is not { Server: { } server } leader)
            return "there is no leader";
        foreach (var other in site.Servers)
        {
            if (other.Server is not { } follower)
                return $"{other.Name} is not up";
            if (follower.Raft.AppliedIndex != server.Raft.AppliedIndex)
                return $"{other.Name} has applied {follower.Raft.AppliedIndex} of {server.Raft.AppliedIndex} entries";
        }
        if (server.Raft.Configuration.VoterCount != site.ServerCount)
            return $"{server.Raft.Configuration.VoterCount} of {site.ServerCount} servers vote";
        var state = server.State.Snapshot();
        return Nodes(site, state) ?? Evaluations(state) ?? Jobs(state) ?? RankLaws.NeedlesslyWaiting(state) ?? VolumeLaws.Unreleased(state) ?? Tasks(site, state);
    }

    /// <summary>Everything about the jobs of a cluster that does not settle.</summary>
    public static string Details(Datacenter site)
    {
        if (site.Leader?.Server is not { } server)
            return "";
        return string.Join("\n", [Details(server.State.Snapshot()), .. server.Stats()["broker"].Select(pair => $"{pair.Key}={pair.Value}")]);
    }

    /// <summary>Nodes and jobs with what belongs to them.</summary>
    public static string Details(StateSnapshot state)
    {
        var lines = new List<string>();
        foreach (var node in state.Nodes())
            lines.Add($"node {node.Name} {node.ID[^3..]} {node.Status} {node.SchedulingEligibility}{(node.DrainStrategy is null ? "" : " draining")}");
        foreach (var job in state.Jobs())
        {
            lines.Add($"job {job.ID} v{job.Version} {job.Status} stop={job.Stop} counts={string.Join(",", job.TaskGroups.OrEmpty().Select(group => group.Count))}");
            lines.AddRange(state.EvaluationsOfJob(job.Namespace, job.ID).OrderBy(eval => eval.CreateIndex).TakeLast(16).Select(eval =>
                $"  eval {eval.ID[..8]} {eval.CreateIndex}/{eval.ModifyIndex} {eval.TriggeredBy} {eval.Status} {eval.StatusDescription} wait={eval.WaitUntil:HH:mm:ss} blocked={eval.BlockedEval} failed={eval.FailedTGAllocs.OrEmpty().Count}"));
            lines.AddRange(state.AllocationsOfJob(job.Namespace, job.ID).OrderBy(alloc => alloc.CreateIndex).TakeLast(16).Select(alloc =>
                $"  alloc {alloc.ID[..8]} {alloc.CreateIndex}/{alloc.ModifyIndex} {alloc.Name} v{alloc.Job?.Version} on {alloc.NodeID[^3..]} {alloc.DesiredStatus} {alloc.ClientStatus} next={alloc.NextAllocation} followup={alloc.FollowupEvalID} deployment={alloc.DeploymentID} healthy={alloc.DeploymentStatus?.Healthy} reschedule={alloc.DesiredTransition.Reschedule}"));
            lines.AddRange(state.DeploymentsOfJob(job.Namespace, job.ID).OrderBy(each => each.CreateIndex).TakeLast(4).Select(each =>
                $"  deployment {each.ID[..8]} v{each.JobVersion} {each.Status} {each.StatusDescription} {string.Join(",", each.TaskGroups.OrEmpty().Values.Select(group => $"healthy {group.HealthyAllocs} of {group.DesiredTotal} by {group.RequireProgressBy:HH:mm:ss}"))}"));
        }
        return string.Join("\n", lines);
    }

    private static string? Nodes(Datacenter site, StateSnapshot state)
    {
        foreach (var client in site.Clients)
        {
            if (state.Node(client.NodeId)?.Status is var status && status != NodeStatus.Ready)
                return $"node {client.Name} is {status ?? "unknown"}";
        }
        return null;
    }

    private static string? Evaluations(StateSnapshot state) =>
        state.Evaluations().FirstOrDefault(eval => !EvalStatus.IsTerminal(eval.Status) && eval.Status != EvalStatus.Blocked && eval.Type != EvalTypes.Core) is { } open
            ? $"evaluation {open.ID} of {open.JobID} ({open.TriggeredBy}) is {open.Status}" : null;

    private static string? Jobs(StateSnapshot state)
    {
        foreach (var job in state.Jobs())
        {
            var live = state.AllocationsOfJob(job.Namespace, job.ID).Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run
                && !AllocClientStatus.IsTerminal(alloc.ClientStatus)).ToList();
            if (live.FirstOrDefault(alloc => alloc.ClientStatus != AllocClientStatus.Running) is { } waiting)
                return $"allocation {waiting.Name} {waiting.ID[..8]} on {waiting.NodeID[^3..]} is {waiting.ClientStatus}";
            if (job.Stop && live.Count > 0)
                return $"stopped job {job.ID} has {live.Count} live allocations";
            if (!job.Stop && job.Type == JobTypes.Service && Wanted(state, job) is { } wanted && live.Count < wanted)
                return $"job {job.ID} wants {wanted} and has {live.Count}";
            if (!job.Stop && job.Type == JobTypes.System && job.TaskGroups.OrEmpty().Any(group => group.Count > 0) && !IsBlocked(state, job)
                && state.Nodes().FirstOrDefault(node => node.SchedulingEligibility == NodeEligibility.Eligible && live.TrueForAll(alloc => alloc.NodeID != node.ID)) is { } bare)
                return $"job {job.ID} has nothing on node {bare.Name}";
            if ((ReunionLaws.Unsettled(state, job) ?? NeedlesslyBlocked(state, job)) is { } problem)
                return problem;
            if (job.ParentID.Length > 0 && !job.Stop && job.Status != JobStatus.Dead && !IsBlocked(state, job))
                return $"child {job.ID} is {job.Status} and waits for nothing";
            if (state.LatestDeployment(job.Namespace, job.ID) is { } deployment && deployment.IsActive() && !IsBlocked(state, job))
                return $"deployment {deployment.ID[..8]} of {job.ID} is {deployment.Status}";
        }
        return null;
    }

    // What is blocked for want of room may miss some, and a failed deployment waits for its user (spec scheduling, "placements when
    // deployment is paused/failed").
    private static int? Wanted(StateSnapshot state, Job job) =>
        state.LatestDeployment(job.Namespace, job.ID) is { Status: DeploymentStatus.Failed } failed && failed.JobVersion == job.Version ? null
        : IsBlocked(state, job) ? null : job.TaskGroups.OrEmpty().Sum(group => group.Count);

    private static bool IsBlocked(StateSnapshot state, Job job) => state.EvaluationsOfJob(job.Namespace, job.ID).Any(eval => eval.Status == EvalStatus.Blocked);

    // What is blocked must find no room: every node is open now, and all have what the jobs ask for.
    private static string? NeedlesslyBlocked(StateSnapshot state, Job job)
    {
        if (job.Stop || job.Type is not (JobTypes.Service or JobTypes.Batch) || !IsBlocked(state, job))
            return null;
        var wanted = job.TaskGroups.OrEmpty().SelectMany(group => group.Tasks.OrEmpty()).Sum(task => task.Resources?.CPU ?? 0);
        if (LimitLaws.MayWait(state, job, wanted) || RankedWork.IsOf(job))
            return null;
        foreach (var node in state.Nodes())
        {
            var used = state.AllocationsOfNode(node.ID).Where(alloc => !AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus))
                .Sum(alloc => alloc.AllocatedResources?.Tasks.OrEmpty().Values.Sum(task => task.Cpu.CpuShares) ?? 0);
            if (node.NodeResources!.Cpu.CpuShares - used >= wanted && VolumeLaws.HasPlace(state, node, job))
                return $"job {job.ID} is blocked though node {node.Name} has {node.NodeResources.Cpu.CpuShares - used} MHz left and it asks for {wanted}";
        }
        return null;
    }

    private static string? Tasks(Datacenter site, StateSnapshot state)
    {
        foreach (var client in site.Clients)
        {
            var wanted = state.AllocationsOfNode(client.NodeId).Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run
                && alloc.ClientStatus == AllocClientStatus.Running).Select(alloc => alloc.ID).Order(StringComparer.Ordinal);
            if (!client.Running.SequenceEqual(wanted, StringComparer.Ordinal))
                return $"{client.Name} runs [{string.Join(",", client.Running.Select(id => id[..8]))}], wanted [{string.Join(",", wanted.Select(id => id[..8]))}]";
        }
        return null;
    }
}
