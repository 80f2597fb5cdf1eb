using Nomad.Scheduling.Rebalancing;
using Nomad.Server.State;

namespace Nomad.Server.Draining;

/// <summary>Decides from one snapshot which allocations leave draining nodes now, and which drains are over. Pure.</summary>
public static class DrainReview
{
    /// <param name="Migrate">Allocations to move.</param>
    /// <param name="Done">Nodes whose drain is complete, with whether the deadline had passed.</param>
    public sealed record Decision(IReadOnlyList<string> Migrate, IReadOnlyList<(string NodeID, bool DeadlineReached)> Done);

    /// <param name="state">Of now.</param>
    /// <param name="left">How long a drain with a deadline has.</param>
    /// <param name="failed">Told of a node that could not be judged; the others are.</param>
    public static Decision Decide(StateSnapshot state, Func<Node, DrainStrategy, TimeSpan> left, Action<Node, Exception>? failed = null)
    {
        var migrate = new List<string>();
        var done = new List<(string, bool)>();
        var budgets = new Dictionary<(JobKey, string), int>();
        foreach (var node in state.Nodes().Where(node => node.DrainStrategy is not null).OrderBy(node => node.ID, StringComparer.Ordinal).ToList())
        {
            try
            {
                var (moved, over, deadlineReached) = Step(state, node, left, budgets);
                migrate.AddRange(moved);
                if (over)
                    done.Add((node.ID, deadlineReached));
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // One bad node or job must not keep the others from leaving.
                failed?.Invoke(node, problem);
            }
        }
        return new Decision(migrate, done);
    }

    private static (List<string> Migrate, bool IsOver, bool DeadlineReached) Step(
        StateSnapshot state, Node node, Func<Node, DrainStrategy, TimeSpan> left, Dictionary<(JobKey, string), int> budgets)
    {
        var strategy = node.DrainStrategy!;
        var forced = strategy.Deadline.Nanoseconds < 0 || strategy.ForceDeadline != default && left(node, strategy) <= TimeSpan.Zero;
        var live = state.AllocationsOfNode(node.ID).Where(alloc => !alloc.IsClientTerminal()).ToList();
        var ordinary = live.Where(alloc => !IsLast(alloc)).ToList();
        var last = strategy.IgnoreSystemJobs ? [] : live.Where(IsLast).ToList();
        var migrate = forced ? ordinary.Concat(last).Where(Stays).Select(alloc => alloc.ID)
            : ordinary.Count > 0 ? Services(state, ordinary, budgets) : last.Where(Stays).Select(alloc => alloc.ID);
        return ([.. migrate], ordinary.Count == 0 && last.Count == 0, forced && strategy.Deadline.Nanoseconds > 0);
    }

    // As many of each group as may be missing at once; batch work is left to finish until the deadline.
    private static IEnumerable<string> Services(StateSnapshot state, List<Allocation> allocs, Dictionary<(JobKey, string), int> budgets)
    {
        foreach (var alloc in allocs.Where(Stays).OrderBy(alloc => alloc.ID, StringComparer.Ordinal))
        {
            var job = state.Job(alloc.Namespace, alloc.JobID);
            if (job is null || job.Stop || job.Type != JobTypes.Service)
                continue;
            var key = (new JobKey(alloc.Namespace, alloc.JobID), alloc.TaskGroup);
            if (!budgets.TryGetValue(key, out var budget))
                budget = Budget(state, job, alloc.TaskGroup);
            if (budget > 0)
                yield return alloc.ID;
            budgets[key] = budget - 1;
        }
    }

    private static int Budget(StateSnapshot state, Job job, string groupName) =>
        job.Group(groupName) is { } group ? MigrateBudget.Of(group, state.AllocationsOfJob(job.Namespace, job.ID)) : int.MaxValue;

    // A storage plugin has to be there until the volumes of the others are let go of.
    private static bool IsLast(Allocation alloc) => alloc.Job is { } job && (job.Type == JobTypes.System
        || job.TaskGroups.OrEmpty().Any(group => group.Tasks.OrEmpty().Any(task => task.CSIPluginConfig is not null)));

    private static bool Stays(Allocation alloc) => !alloc.IsTerminal() && alloc.DesiredTransition.Migrate != true;
}
