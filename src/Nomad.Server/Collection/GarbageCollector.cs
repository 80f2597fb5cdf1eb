using Nomad.Server.Commands;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Collection;

/// <summary>Removes what nothing needs any more, in entries of bounded size. Run by workers for <c>_core</c> evaluations.</summary>
public sealed class GarbageCollector(Proposer proposer, CollectionOptions options, ServerPorts ports)
{
    /// <summary>Ids in one entry.</summary>
    public const int MaxIds = 7281;

    private readonly ILog log = ports.Log.For("nomad.core");

    private Garbage Judge => new((what, problem) => log.Error($"cannot judge whether to collect: {what} error=\"{problem.Message}\""));

    /// <summary>Runs one of <see cref="CoreJobs"/>; those this server has nothing for do nothing.</summary>
    public async Task CollectAsync(string coreJob, StateSnapshot state, CancellationToken stop)
    {
        switch (coreJob.Split(':')[0])
        {
            case CoreJobs.EvalGc: await EvaluationsAsync(state, options.EvalThreshold, options.BatchEvalThreshold, stop); break;
            case CoreJobs.JobGc: await JobsAsync(state, options.JobThreshold, stop); break;
            case CoreJobs.NodeGc: await NodesAsync(state, options.NodeThreshold, stop); break;
            case CoreJobs.DeploymentGc: await DeploymentsAsync(state, options.DeploymentThreshold, stop); break;
            case CoreJobs.ForceGc: await EverythingAsync(state, stop); break;
        }
    }

    // Jobs first: what they leave goes with them. Each step looks at the state the one before left.
    private async Task EverythingAsync(StateSnapshot state, CancellationToken stop)
    {
        await JobsAsync(state, TimeSpan.Zero, stop);
        await EvaluationsAsync(state, TimeSpan.Zero, TimeSpan.Zero, stop);
        await DeploymentsAsync(state, TimeSpan.Zero, stop);
        await NodesAsync(state, TimeSpan.Zero, stop);
    }

    private async Task EvaluationsAsync(StateSnapshot state, TimeSpan threshold, TimeSpan batchThreshold, CancellationToken stop)
    {
        var (evaluations, allocations) = Judge.Evaluations(state, ports.Now, ports.Now - threshold, ports.Now - batchThreshold);
        await DeleteAsync(evaluations, allocations, stop);
    }

    private async Task JobsAsync(StateSnapshot state, TimeSpan threshold, CancellationToken stop)
    {
        var (jobs, evaluations, allocations) = Judge.Jobs(state, ports.Now, ports.Now - threshold);
        await DeleteAsync(evaluations, allocations, stop);
        foreach (var part in jobs.Chunk(MaxIds))
            await proposer.ProposeAsync(new DeregisterJobs(part, Purge: true, NoShutdownDelay: false, [], ports.NowNanoseconds)
            {
                UnchangedSince = state.Index,
            }, stop);
        if (jobs.Count > 0)
            log.Debug($"job GC: jobs={jobs.Count} evals={evaluations.Count} allocs={allocations.Count}");
    }

    private async Task NodesAsync(StateSnapshot state, TimeSpan threshold, CancellationToken stop)
    {
        foreach (var part in Garbage.Nodes(state, ports.Now - threshold).Chunk(MaxIds))
        {
            await proposer.ProposeAsync(new DeregisterNodes(part, []), stop);
            log.Debug($"node GC: nodes={part.Length}");
        }
    }

    private async Task DeploymentsAsync(StateSnapshot state, TimeSpan threshold, CancellationToken stop)
    {
        foreach (var part in Garbage.Deployments(state, ports.Now - threshold).Chunk(MaxIds))
            await proposer.ProposeAsync(new DeleteDeployments(part), stop);
    }

    private async Task DeleteAsync(List<string> evaluations, List<string> allocations, CancellationToken stop)
    {
        var ids = allocations.Distinct().Select(id => (IsEvaluation: false, Id: id))
            .Concat(evaluations.Distinct().Select(id => (IsEvaluation: true, Id: id)));
        foreach (var part in ids.Chunk(MaxIds))
        {
            await proposer.ProposeAsync(new DeleteEvaluations(
                [.. part.Where(each => each.IsEvaluation).Select(each => each.Id)],
                [.. part.Where(each => !each.IsEvaluation).Select(each => each.Id)]), stop);
        }
        if (evaluations.Count + allocations.Count > 0)
            log.Debug($"eval GC: evals={evaluations.Count} allocs={allocations.Count}");
    }
}
