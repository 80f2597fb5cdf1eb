using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Checks;

/// <summary>
/// What must hold of <see cref="LaunchWork"/> after every command: of one time there is one launch, whoever leads; runs that may not overlap do not; and of
/// one token there is one child, of which everybody is told who asks with it.
/// </summary>
internal sealed class LaunchLaws(Datacenter site)
{
    // The children ever registered, with the place in the log.
    private readonly Dictionary<string, ulong> children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> launches = new(StringComparer.Ordinal);
    private int replaced;

    /// <summary>Launches of a periodic job so far.</summary>
    public int LaunchesOf(string jobId) => launches.GetValueOrDefault(jobId);

    public void Check(StateSnapshot state, StateCommit commit)
    {
        if (commit.Command is RegisterJob)
        {
            foreach (var child in commit.Changes.Select(change => change.After).OfType<Job>().Where(job => IsOf(job.ParentID) && job.JobModifyIndex == commit.Index))
                CheckLaunch(state, child, commit.Index);
        }
        if (commit.Changes.Any(change => change.After is Allocation alloc && alloc.JobID.StartsWith(LaunchWork.Alone + "/", StringComparison.Ordinal)))
            CheckOverlap(state, commit.Index);
    }

    /// <summary>What somebody was told who asked with a token.</summary>
    public bool Answered(string token, string childId)
    {
        // What an operator has put in force may be older than what was answered before.
        if (site.Replacements != replaced)
        {
            answers.Clear();
            replaced = site.Replacements;
        }
        if (!answers.TryAdd(token, childId) && answers[token] != childId && site.Replacements == 0)
            throw site.Broken("token", $"{token} is answered with {childId}, and was with {answers[token]}");
        return true;
    }

    /// <inheritdoc cref="Datacenter.Replaced"/>
    public void Replaced(StateSnapshot now)
    {
        children.Clear();
        foreach (var job in now.Jobs().Where(job => IsOf(job.ParentID)))
            children[job.ID] = job.CreateIndex;
    }

    /// <inheritdoc cref="Datacenter.Forget"/>
    public void Forget(ulong after)
    {
        foreach (var id in children.Where(child => child.Value > after).Select(child => child.Key).ToList())
            children.Remove(id);
    }

    private static bool IsOf(string parentId) => LaunchWork.IsPeriodic(parentId) || parentId == LaunchWork.Errand;

    private void CheckLaunch(StateSnapshot state, Job child, ulong index)
    {
        // Whoever is told of one entry again, after a restore, is told of the same launch.
        if (!children.TryAdd(child.ID, index) && children[child.ID] == index)
            return;
        if (children[child.ID] != index)
            throw site.Broken("launch", $"{child.ID} is launched at {index}, and was at {children[child.ID]}");
        launches[child.ParentID] = launches.GetValueOrDefault(child.ParentID) + 1;
        if (child.ParentID == LaunchWork.Alone && state.Children(child.Namespace, child.ParentID).FirstOrDefault(other => other.ID != child.ID && IsUnderWay(state, other)) is { } running)
            throw site.Broken("overlap", $"{child.ID} is launched at {index} while {running.ID} is under way\n{Calm.Details(state)}");
        if (child.ParentID == LaunchWork.Errand && state.Children(child.Namespace, child.ParentID)
                .FirstOrDefault(other => other.ID != child.ID && other.DispatchIdempotencyToken == child.DispatchIdempotencyToken) is { } same)
            throw site.Broken("token", $"{child.ID} and {same.ID} are both of {child.DispatchIdempotencyToken} at {index}");
    }

    private void CheckOverlap(StateSnapshot state, ulong index)
    {
        var running = state.Children(JobDocuments.Space, LaunchWork.Alone)
            .Where(child => state.AllocationsOfJob(child.Namespace, child.ID).Any(NodeLaws.IsLive)).Select(child => child.ID).ToList();
        if (running.Count > 1)
            throw site.Broken("overlap", $"{string.Join(", ", running)} run at once at {index}\n{Calm.Details(state)}");
    }

    private static bool IsUnderWay(StateSnapshot state, Job child) => state.AllocationsOfJob(child.Namespace, child.ID).Any(NodeLaws.IsLive)
        || state.EvaluationsOfJob(child.Namespace, child.ID).Any(eval => !EvalStatus.IsTerminal(eval.Status));
}
