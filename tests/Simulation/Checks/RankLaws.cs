using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Checks;

/// <summary>
/// Who displaces whom: only what matters less by ten at least, and never unheard by the job that loses it; and in the end nothing waits for
/// room that it could take from what matters less.
/// </summary>
internal static class RankLaws
{
    private const int Gap = 10;

    public static void Check(Datacenter site, StateSnapshot state, StateCommit commit)
    {
        foreach (var change in commit.Changes)
        {
            if (change.After is not Allocation { PreemptedByAllocation.Length: > 0 } victim || change.Before is Allocation { PreemptedByAllocation.Length: > 0 })
                continue;
            var told = $"{victim.Name} {victim.ID[..8]} of priority {victim.Job?.Priority} is displaced at {commit.Index}";
            if (state.Allocation(victim.PreemptedByAllocation) is not { Job: { } winner } by)
                throw site.Broken("rank", $"{told} by nobody");
            if (by.NodeID != victim.NodeID || by.PreemptedAllocations.OrEmpty().Contains(victim.ID) is false)
                throw site.Broken("rank", $"{told} by {by.Name} {by.ID[..8]}, which does not say so or is elsewhere");
            if (victim.Job is null || victim.Job.Priority > winner.Priority - Gap)
                throw site.Broken("rank", $"{told} by {by.Name} of priority {winner.Priority}");
            if (state.Job(victim.Namespace, victim.JobID) is not null && !state.EvaluationsOfJob(victim.Namespace, victim.JobID)
                    .Any(eval => eval.TriggeredBy == EvalTriggers.Preemption && eval.CreateIndex == commit.Index))
                throw site.Broken("rank", $"{told} and job {victim.JobID} gets no evaluation");
        }
    }

    /// <summary>What waits though a node has room for it, or had if those that matter less went; null when nothing does. Only where all kinds may displace.</summary>
    public static string? NeedlesslyWaiting(StateSnapshot state)
    {
        if (state.SchedulerConfiguration().PreemptionConfig is not { ServiceSchedulerEnabled: true, BatchSchedulerEnabled: true, SysBatchSchedulerEnabled: true })
            return null;
        foreach (var job in state.Jobs().Where(job => !job.Stop && job.TaskGroups.OrEmpty().Count == 1 && !VolumeWork.IsOf(job.ID)))
        {
            foreach (var blocked in state.EvaluationsOfJob(job.Namespace, job.ID).Where(eval => eval.Status == EvalStatus.Blocked))
            {
                if (LimitLaws.MayWait(state, job, job.TaskGroups![0].Tasks!.Sum(task => task.Resources?.CPU ?? 0)))
                    continue;
                if (state.Nodes().FirstOrDefault(node => (blocked.NodeID.Length == 0 || node.ID == blocked.NodeID) && HasRoom(state, node, job)) is { } free)
                    return $"job {job.ID} of priority {job.Priority} is blocked though node {free.Name} has room, or has what matters less";
            }
        }
        return null;
    }

    private static bool HasRoom(StateSnapshot state, Node node, Job job)
    {
        var live = state.AllocationsOfNode(node.ID).Where(NodeLaws.IsLive).ToList();
        if (job.Type is JobTypes.System or JobTypes.Sysbatch && live.Exists(alloc => alloc.JobID == job.ID))
            return false;
        var staying = live.Where(alloc => alloc.JobID == job.ID || alloc.Job is null || alloc.Job.Priority > job.Priority - Gap).ToList();
        var group = job.TaskGroups![0];
        var asked = group.Tasks![0].Resources!;
        var cores = Free(node.NodeResources!.Cpu.ReservableCpuCores.OrEmpty(), staying.SelectMany(Tasks).SelectMany(task => task.Cpu.ReservedCores.OrEmpty()));
        var devices = Free(node.NodeResources.Devices.OrEmpty().SelectMany(device => device.Instances.OrEmpty()).Select(instance => instance.ID),
            staying.SelectMany(Tasks).SelectMany(task => task.Devices.OrEmpty()).SelectMany(device => device.DeviceIDs.OrEmpty()));
        if (cores.Count < asked.Cores || devices.Count < asked.Devices.OrEmpty().Sum(device => (int)device.Count))
            return false;
        var speed = node.NodeResources.Cpu.CpuShares / node.NodeResources.Cpu.TotalCpuCores;
        return NodeLaws.Surplus(node, [.. staying, new Allocation
        {
            ID = "asked-for", Name = job.ID,
            AllocatedResources = new AllocatedResources
            {
                Tasks = new Dictionary<string, AllocatedTaskResources>
                {
                    ["t"] = new() { Cpu = new() { CpuShares = asked.Cores > 0 ? asked.Cores * speed : asked.CPU }, Memory = new() { MemoryMB = asked.MemoryMB } },
                },
                Shared = new AllocatedSharedResources
                {
                    DiskMB = group.EphemeralDisk?.SizeMB ?? 0,
                    Ports = [.. group.Networks.OrEmpty().SelectMany(network => network.ReservedPorts.OrEmpty()).Select(port => new AllocatedPortMapping
                    {
                        Value = port.Value, HostIP = node.NodeResources.NodeNetworks![0].Addresses![0].Address,
                    })],
                },
            },
        }]) is null;
    }

    private static IEnumerable<AllocatedTaskResources> Tasks(Allocation alloc) => (alloc.AllocatedResources?.Tasks).OrEmpty().Values;

    private static HashSet<T> Free<T>(IEnumerable<T> all, IEnumerable<T> taken) => [.. all.Except(taken)];
}
