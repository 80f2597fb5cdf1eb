using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Checks;

/// <summary>
/// What becomes of allocations whose client was out of contact. Meanwhile they are <c>unknown</c>, where the job has a <c>disconnect</c> block and nowhere
/// else; when the client says that they still run there may be two of a name, until the next plan for the job has chosen one.
/// </summary>
internal sealed class ReunionLaws(Datacenter site)
{
    /// <summary>How often one of two was stopped because the other is wanted.</summary>
    public int Settled { get; private set; }

    /// <summary>Whether its client is out of contact, or was and no plan has taken note yet that it is back.</summary>
    public static bool IsAway(Allocation alloc) => alloc.ClientStatus == AllocClientStatus.Unknown
        || alloc.AllocStates.OrEmpty().LastOrDefault(state => state.Field == 0)?.Value == AllocClientStatus.Unknown;

    /// <summary>What nobody has settled though there is time; null when there is nothing.</summary>
    public static string? Unsettled(StateSnapshot state, Job job) =>
        job.Type is JobTypes.Service or JobTypes.Batch && state.AllocationsOfJob(job.Namespace, job.ID).FirstOrDefault(alloc => IsLive(alloc) && IsAway(alloc)) is { } back
            ? $"allocation {back.Name} {back.ID[..8]} is back and is not taken up" : null;

    public void Check(StateSnapshot state, StateCommit commit, IReadOnlyList<Allocation> touched)
    {
        foreach (var alloc in touched)
        {
            if (alloc.ClientStatus == AllocClientStatus.Unknown && IsLive(alloc))
                CheckUnknown(state, alloc, commit);
            if (alloc is { DesiredStatus: AllocDesiredStatus.Stop, DesiredDescription: AllocDesiredDescriptions.AllocNotNeededDueToDisconnectedClientReconnect })
                CheckChoice(state, alloc, commit);
        }
    }

    private void CheckUnknown(StateSnapshot state, Allocation alloc, StateCommit commit)
    {
        var job = state.Job(alloc.Namespace, alloc.JobID);
        if (Block(alloc.Job, alloc.TaskGroup) is null && Block(job, alloc.TaskGroup) is null)
            throw site.Broken("unknown", $"{alloc.Name} {alloc.ID[..8]} is unknown at {commit.Index} and its job does not ask for that");
        // No other is wanted in its place meanwhile.
        if (Block(alloc.Job, alloc.TaskGroup) is { Replace: false } && state.AllocationsOfJob(alloc.Namespace, alloc.JobID)
            .FirstOrDefault(other => other.PreviousAllocation == alloc.ID && IsLive(other)) is { } other)
            throw site.Broken("unknown", $"{alloc.Name} {alloc.ID[..8]} is unknown and may not be replaced, and {other.ID[..8]} replaces it at {commit.Index}");
    }

    // One of its name stays, and by the job's own choice it is the older or the newer one. Of two versions the newer is wanted whatever the job says.
    private void CheckChoice(StateSnapshot state, Allocation stopped, StateCommit commit)
    {
        if (!RanBefore(stopped, commit))
            return;
        Settled++;
        // It may have gone in the same moment, since the group has become smaller than its name's number.
        var stays = state.AllocationsOfJob(stopped.Namespace, stopped.JobID).Where(other => other.Name == stopped.Name && other.Job?.CreateIndex == stopped.Job?.CreateIndex
            && (other.DesiredStatus == AllocDesiredStatus.Run || (other.DesiredDescription == AllocDesiredDescriptions.AllocNotNeededDueToJobUpdate && RanBefore(other, commit)))).ToList();
        var (version, strategy) = (stopped.Job?.Version, Block(stopped.Job, stopped.TaskGroup)?.Reconcile);
        var isRight = strategy switch
        {
            _ when stays.Exists(other => other.Job?.Version > version) => true,
            ReconcileStrategies.KeepOriginal => stays.Exists(other => other.Job?.Version == version && other.CreateIndex < stopped.CreateIndex),
            ReconcileStrategies.KeepReplacement => stays.Exists(other => other.Job?.Version == version && other.CreateIndex > stopped.CreateIndex),
            _ => stays.Count > 0,
        };
        if (!isRight)
            throw site.Broken("reunion", $"{stopped.Name} {stopped.ID[..8]} is stopped at {commit.Index} because another is wanted ({strategy}), and there is "
                + string.Join(", ", stays.Select(other => $"{other.ID[..8]} v{other.Job?.Version} of {other.CreateIndex}").DefaultIfEmpty("none")));
    }

    private static bool RanBefore(Allocation alloc, StateCommit commit) =>
        commit.Changes.Any(change => change.Before is Allocation { DesiredStatus: AllocDesiredStatus.Run } before && before.ID == alloc.ID);

    private static DisconnectStrategy? Block(Job? job, string group) => job?.TaskGroups.OrEmpty().FirstOrDefault(each => each.Name == group)?.Disconnect;

    private static bool IsLive(Allocation alloc) => alloc.DesiredStatus == AllocDesiredStatus.Run && !AllocClientStatus.IsTerminal(alloc.ClientStatus);
}
