using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Draining;

/// <summary>Empties draining nodes, step by step, on the leader. Looks once a second while a node drains.</summary>
public sealed class NodeDrainer(StateStore state, Proposer proposer, ServerPorts ports)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly ILog log = ports.Log.For("nomad.drain");
    private readonly StoredDeadlines deadlines = new(ports);

    /// <summary>A node was written that is to be emptied.</summary>
    public void Follow(Node node, DrainStrategy strategy)
    {
        if (strategy.ForceDeadline != default)
            Left(node, strategy);
    }

    public async Task RunAsync(CancellationToken stop)
    {
        deadlines.Clear();
        using var timer = new PeriodicTimer(Step, ports.Time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await LookAsync(stop);
            }
            catch (RpcException problem)
            {
                log.Error($"drain step failed: error=\"{problem.Message}\"");
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var snapshot = state.Snapshot();
        var draining = new HashSet<string>();
        var decision = DrainReview.Decide(snapshot, (node, strategy) =>
        {
            draining.Add(node.ID);
            return Left(node, strategy);
        }, (node, problem) => log.Error($"drain step failed: node_id={node.ID} error=\"{problem.Message}\""));
        deadlines.ForgetAllBut(draining);
        if (decision.Migrate.Count > 0)
        {
            var jobs = new Dictionary<JobKey, Evaluation>();
            foreach (var id in decision.Migrate)
            {
                var alloc = snapshot.Allocation(id)!;
                if ((snapshot.Job(alloc.Namespace, alloc.JobID) ?? alloc.Job) is { } job)
                    jobs.TryAdd(new(alloc.Namespace, alloc.JobID), NewEvaluation.For(job, EvalTriggers.NodeDrain, ports));
            }
            await proposer.ProposeAsync(new SetAllocationTransitions(
                decision.Migrate.ToDictionary(id => id, _ => new DesiredTransition { Migrate = true }), [.. jobs.Values],
                ports.NowNanoseconds), stop);
        }
        if (decision.Done.Count == 0)
            return;
        var ended = decision.Done.Select(done => Complete(snapshot.Node(done.NodeID)!, done.DeadlineReached));
        await proposer.ProposeAsync(new SetNodeDrain([.. ended], [], ports.NowNanoseconds), stop);
        var after = state.Snapshot();
        foreach (var (nodeId, _) in decision.Done.Where(done => after.Node(done.NodeID)?.DrainStrategy is null))
            log.Info($"node drain complete: node_id={nodeId}");
    }

    private TimeSpan Left(Node node, DrainStrategy strategy) => deadlines.Left(node.ID, "", strategy.ForceDeadline, strategy.Deadline.ToTimeSpan());

    // Not of a drain that was begun or changed meanwhile: that one has its own end.
    private NodeDrain Complete(Node node, bool deadlineReached) => new(node.ID, null, false, DrainStatus.Complete, new NodeEvent
    {
        Message = NodeEventMessages.NodeDrainComplete,
        Subsystem = NodeEventSubsystems.Drain,
        Timestamp = ports.Now,
        Details = deadlineReached ? new Dictionary<string, string> { ["deadline_reached"] = "true" } : null,
    })
    { OnlyAt = node.ModifyIndex };
}
