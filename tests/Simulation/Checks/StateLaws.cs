using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Checks;

/// <summary>What must hold of the state after every command, worked out here from the records alone.</summary>
internal sealed class StateLaws(Datacenter site)
{
    private readonly HashSet<string> onceCanaries = new(StringComparer.Ordinal);
    private readonly LimitLaws limits = new(site);
    private readonly ReunionLaws reunions = new(site);
    private ulong checkedUpTo;
    private StateSnapshot? newest;

    /// <summary>Of what is launched by times and tokens.</summary>
    public LaunchLaws Launches { get; } = new(site);

    /// <inheritdoc cref="ReunionLaws.Settled"/>
    public int Reunions => reunions.Settled;

    /// <summary>The newest state that anybody has; null when nobody has any yet.</summary>
    public StateSnapshot? Newest => newest;

    public void Check(StateCommit commit, ServerMachine machine)
    {
        // The first server to get there is enough: the ledger compares the others with it.
        if (commit.Index <= checkedUpTo || machine.Server is not { } server)
            return;
        checkedUpTo = commit.Index;
        var state = newest = server.State.Snapshot();
        var touched = commit.Changes.Select(change => change.After).OfType<Allocation>().ToList();
        onceCanaries.UnionWith(touched.Where(alloc => alloc.DeploymentStatus?.Canary == true).Select(alloc => alloc.ID));
        foreach (var node in touched.Select(alloc => alloc.NodeID).Distinct(StringComparer.Ordinal))
            NodeLaws.Check(site, state, node, commit);
        foreach (var (space, job) in touched.Select(alloc => (alloc.Namespace, alloc.JobID)).Distinct())
            CheckNames(state, space, job, commit);
        foreach (var alloc in touched)
            site.Reports.Check(alloc, commit.Index);
        foreach (var change in commit.Changes)
            CheckDrain(state, change.Before as Node, change.After as Node, commit);
        limits.Check(state, commit, touched);
        RankLaws.Check(site, state, commit);
        reunions.Check(state, commit, touched);
        Launches.Check(state, commit);
        if (site.HasVolumes)
            VolumeLaws.Check(site, state, commit, touched);
    }

    /// <inheritdoc cref="Datacenter.Replaced"/>
    public void Replaced(StateSnapshot now)
    {
        (checkedUpTo, newest) = (Math.Max(checkedUpTo, now.Index), now);
        Launches.Replaced(now);
    }

    /// <inheritdoc cref="Datacenter.Forget"/>
    public void Forget(ulong after)
    {
        (checkedUpTo, newest) = (Math.Min(checkedUpTo, after), null);
        Launches.Forget(after);
    }

    /// <summary>A client ends a task because an answer did not name its allocation: then no newer state may want it.</summary>
    public void CheckForgotten(string client, string allocationId)
    {
        if (newest?.Allocation(allocationId) is { } alloc && IsLive(alloc))
            throw site.Broken("lost-work", $"{client} ends {alloc.Name} {allocationId[..8]}, which is wanted ({alloc.ClientStatus}) at {newest.Index}");
    }

    // What drains takes nothing new, and has ended by itself only when nothing is left that had to go.
    private void CheckDrain(StateSnapshot state, Node? before, Node? after, StateCommit commit)
    {
        if (after is { DrainStrategy: not null, SchedulingEligibility: NodeEligibility.Eligible })
            throw site.Broken("drain", $"node {after.Name} drains and is eligible at {commit.Index} ({commit.Command.GetType().Name})");
        if (before?.DrainStrategy is { } drain && after is { DrainStrategy: null, LastDrain.Status: DrainStatus.Complete }
            && state.AllocationsOfNode(after.ID).FirstOrDefault(alloc => !AllocClientStatus.IsTerminal(alloc.ClientStatus) && !(drain.IgnoreSystemJobs && alloc.Job?.Type == JobTypes.System)) is { } left)
            throw site.Broken("drain", $"the drain of node {after.Name} is complete at {commit.Index} and {left.Name} is {left.ClientStatus} there");
    }

    private void CheckNames(StateSnapshot state, string space, string jobId, StateCommit commit)
    {
        var job = state.Job(space, jobId);
        if (job is null || job.Type is "system" or "sysbatch")
            return;
        var twice = state.AllocationsOfJob(space, jobId)
            .Where(alloc => IsLive(alloc) && !ReunionLaws.IsAway(alloc) && !onceCanaries.Contains(alloc.ID))
            .GroupBy(alloc => alloc.Name).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
            throw site.Broken("one-per-name", $"{twice.Key} is live {twice.Count()} times at {commit.Index} ({commit.Command.GetType().Name}): "
                + string.Join(", ", twice.Select(alloc => $"{alloc.ID[..8]} v{alloc.Job?.Version} on {alloc.NodeID[^3..]} {alloc.ClientStatus}")) + "\n" + Calm.Details(state));
    }

    private static bool IsLive(Allocation alloc) => alloc.DesiredStatus == AllocDesiredStatus.Run && !AllocClientStatus.IsTerminal(alloc.ClientStatus);
}
