using Nomad.Raft;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.Plans;

namespace Nomad.Server.Leadership;

/// <summary>
/// What a server does while it leads: on gain everything is rebuilt from the state and started, on loss stopped and forgotten.
/// </summary>
internal sealed class Leader(ServerContext context, CommitRouter router, PlanQueue plans, IReadOnlyList<Func<CancellationToken, Task>> loops)
{
    private static readonly TimeSpan BarrierLimit = TimeSpan.FromMinutes(2);

    private readonly ILog log = context.Ports.Log.For("nomad");
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when this server leads and may answer consistent reads, for the first time.</summary>
    public Task Ready => ready.Task;

    public bool IsEstablished { get; private set; }

    /// <summary>Leads until <paramref name="lost"/>.</summary>
    public async Task LeadAsync(RaftNode node, CancellationToken lost)
    {
        using var limit = new CancellationTokenSource(BarrierLimit, context.Ports.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lost);
        await node.BarrierAsync(either.Token);
        log.Info("cluster leadership acquired");
        if (context.State.Snapshot().Cluster() is null)
            await context.Proposer.ProposeAsync(new SetClusterMetadata(context.Ports.NewId(), context.Ports.NowNanoseconds), lost);
        if (context.State.Snapshot().StoredAutopilot() is null)
            await context.Proposer.ProposeAsync(new SetAutopilot(context.Options.Autopilot, null), lost);
        if (context.Options.Scheduler is { } scheduler && context.State.Snapshot().StoredSchedulerConfiguration() is null)
            await context.Proposer.ProposeAsync(new SetSchedulerConfiguration(scheduler, null), lost);
        try
        {
            Establish();
            await Task.WhenAll(loops.Select(loop => WatchedAsync(loop, lost)));
        }
        finally
        {
            Revoke();
        }
    }

    private void Establish()
    {
        plans.SetEnabled(true);
        if (!context.State.Snapshot().SchedulerConfiguration().PauseEvalBroker)
        {
            context.Broker.SetEnabled(true);
            context.Blocked.SetEnabled(true);
        }
        context.Heartbeats.Start();
        // First routed, then restored: what is written in between arrives twice rather than never.
        IsEstablished = true;
        router.Restore(context.State.Snapshot());
        ready.TrySetResult();
    }

    // A loop that fails is a bug, but must not take the others with it in silence: it is said, and the loop begins anew.
    private async Task WatchedAsync(Func<CancellationToken, Task> loop, CancellationToken lost)
    {
        while (!lost.IsCancellationRequested)
        {
            try
            {
                await loop(lost);
                return;
            }
            catch (OperationCanceledException) when (lost.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                log.Error($"leader service failed and starts again: error=\"{problem.Message}\"");
                if (problem is not RpcException)
                    log.Debug(problem.ToString());
                await Task.Delay(TimeSpan.FromSeconds(1), context.Ports.Time, CancellationToken.None);
            }
        }
    }

    private void Revoke()
    {
        IsEstablished = false;
        context.Heartbeats.Stop();
        context.Broker.SetEnabled(false);
        context.Blocked.SetEnabled(false);
        plans.SetEnabled(false);
        log.Info("cluster leadership lost");
    }
}
