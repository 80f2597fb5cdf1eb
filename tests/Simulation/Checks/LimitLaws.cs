using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Checks;

/// <summary>What must hold of <see cref="LimitedWork"/> after every command, and what may keep it waiting in the end.</summary>
internal sealed class LimitLaws(Datacenter site)
{
    /// <summary>Jobs whose first group has run.</summary>
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);

    public void Check(StateSnapshot state, StateCommit commit, IReadOnlyList<Allocation> touched)
    {
        if (touched.Any(alloc => alloc.Namespace == LimitedWork.Space) && Used(state) is var used and > LimitedWork.MostCpu)
            throw site.Broken("quota", $"{used} MHz of {LimitedWork.MostCpu} are used in {LimitedWork.Space} at {commit.Index} ({commit.Command.GetType().Name})\n{Calm.Details(state)}");
        if (touched.Any(alloc => alloc.JobID.StartsWith(LimitedWork.Parent + "/", StringComparison.Ordinal)))
            CheckChildren(state, commit);
        foreach (var alloc in touched.Where(alloc => alloc.JobID.StartsWith(LimitedWork.Chain, StringComparison.Ordinal)))
            CheckOrder(alloc, commit);
    }

    /// <summary>Why a blocked job may stay so though nodes have room; false when it should not.</summary>
    public static bool MayWait(StateSnapshot state, Job job, long wanted)
    {
        if (job.Namespace == LimitedWork.Space && state.EvaluationsOfJob(job.Namespace, job.ID).Any(eval => eval is { Status: EvalStatus.Blocked, QuotaLimitReached: LimitedWork.Quota }))
            return Used(state) + wanted > LimitedWork.MostCpu;
        return job.ParentID == LimitedWork.Parent && state.Job(job.Namespace, job.ParentID) is { } parent
            && state.LiveChildren(parent).Count(other => other.CreateIndex < job.CreateIndex) >= LimitedWork.MostChildren;
    }

    private void CheckChildren(StateSnapshot state, StateCommit commit)
    {
        var running = state.Children(JobDocuments.Space, LimitedWork.Parent)
            .Where(child => state.AllocationsOfJob(child.Namespace, child.ID).Any(IsLive)).Select(child => child.ID).ToList();
        if (running.Count > LimitedWork.MostChildren)
            throw site.Broken("concurrency", $"{string.Join(", ", running)} are under way at once at {commit.Index} ({commit.Command.GetType().Name})\n{Calm.Details(state)}");
    }

    private void CheckOrder(Allocation alloc, StateCommit commit)
    {
        if (alloc is { TaskGroup: LimitedWork.FirstGroup, ClientStatus: AllocClientStatus.Running })
            begun.Add(alloc.JobID);
        if (alloc.TaskGroup == LimitedWork.SecondGroup && !begun.Contains(alloc.JobID))
            throw site.Broken("order", $"{alloc.Name} is placed at {commit.Index} before anything of group {LimitedWork.FirstGroup} ran");
    }

    private static long Used(StateSnapshot state) => state.Jobs().Where(job => job.Namespace == LimitedWork.Space)
        .SelectMany(job => state.AllocationsOfJob(job.Namespace, job.ID)).Where(IsLive)
        .Sum(alloc => alloc.AllocatedResources?.Tasks.OrEmpty().Values.Sum(task => task.Cpu.CpuShares) ?? 0);

    private static bool IsLive(Allocation alloc) => alloc.DesiredStatus == AllocDesiredStatus.Run && !AllocClientStatus.IsTerminal(alloc.ClientStatus);
}
