using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Heartbeats;

/// <summary>Which jobs must be looked at when a node changes: those that run there, and system jobs that might.</summary>
internal static class NodeEvaluations
{
    public static List<Evaluation> For(StateSnapshot state, Node node, ServerPorts ports, string trigger = EvalTriggers.NodeUpdate)
    {
        var evaluations = new List<Evaluation>();
        var seen = new HashSet<JobKey>();
        foreach (var alloc in state.AllocationsOfNode(node.ID))
        {
            if (alloc.Job is { } job && seen.Add(new(alloc.Namespace, alloc.JobID)))
                evaluations.Add(Of(state.Job(alloc.Namespace, alloc.JobID) ?? job, node, trigger, ports));
        }
        return [.. evaluations, .. ForSystemJobs(state, node, ports, trigger, seen)];
    }

    /// <summary>Only the system jobs that could run on the node.</summary>
    public static List<Evaluation> ForSystemJobs(StateSnapshot state, Node node, ServerPorts ports, string trigger = EvalTriggers.NodeUpdate) =>
        [.. ForSystemJobs(state, node, ports, trigger, [])];

    private static IEnumerable<Evaluation> ForSystemJobs(
        StateSnapshot state, Node node, ServerPorts ports, string trigger, HashSet<JobKey> seen)
    {
        var systemJobs = state.Jobs().Where(job => job.Type is JobTypes.System or JobTypes.Sysbatch);
        foreach (var job in systemJobs.OrderBy(job => job.ID, StringComparer.Ordinal).ThenBy(job => job.Namespace, StringComparer.Ordinal))
        {
            if (!job.Stop && !job.IsPeriodic() && !job.IsParameterized()
                && InPool(job, node) && seen.Add(new(job.Namespace, job.ID)))
                yield return Of(job, node, trigger, ports);
        }
    }

    private static Evaluation Of(Job job, Node node, string trigger, ServerPorts ports) =>
        NewEvaluation.For(job, trigger, ports) with { NodeID = node.ID, NodeModifyIndex = node.ModifyIndex };

    private static bool InPool(Job job, Node node) => job.NodePool is StateDefaults.EveryNodePool or "" || job.NodePool == node.NodePool;
}
