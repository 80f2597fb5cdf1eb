using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Replication;

namespace Nomad.Server.Leadership;

/// <summary>Clears what queues on the leader set aside: evaluations given up, doubled, or made needless by newer ones.</summary>
internal sealed class Reapers(EvaluationBroker broker, BlockedEvaluations blocked, Proposer proposer, ServerPorts ports, BrokerOptions options)
{
    private const int MaxIds = 7281;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnblockFailedStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PruneStep = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FollowUpBase = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FollowUpSpread = TimeSpan.FromMinutes(5);

    private readonly ILog log = ports.Log.For("nomad.leader");

    public async Task RunAsync(CancellationToken stop)
    {
        var unblockAt = ports.Steady + UnblockFailedStep;
        var pruneAt = ports.Steady + PruneStep;
        using var timer = new PeriodicTimer(Step, ports.Time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await CancelAsync(stop);
                await FailAsync(stop);
            }
            catch (RpcException problem)
            {
                log.Error($"failed to reap evaluations: error=\"{problem.Message}\"");
            }
            if (ports.Steady >= unblockAt)
            {
                blocked.UnblockFailed();
                unblockAt = ports.Steady + UnblockFailedStep;
            }
            if (ports.Steady >= pruneAt)
            {
                blocked.Prune();
                pruneAt = ports.Steady + PruneStep;
            }
        }
    }

    private async Task CancelAsync(CancellationToken stop)
    {
        var now = ports.NowNanoseconds;
        var (doubled, needless) = (blocked.TakeDuplicates(), broker.TakeCancelable(MaxIds));
        var canceled = doubled.Select(eval => eval with
        {
            Status = EvalStatus.Canceled,
            StatusDescription = EvalStatusDescriptions.AlreadyBlocked(eval.JobID),
            ModifyTime = now,
        }).Concat(needless.Select(eval => eval with
        {
            Status = EvalStatus.Canceled,
            StatusDescription = EvalStatusDescriptions.CanceledAfterMoreRecentEvalWasProcessed,
            ModifyTime = now,
        }));
        try
        {
            foreach (var part in canceled.Where(eval => eval.Type != EvalTypes.Core).Chunk(MaxIds))
                await proposer.ProposeAsync(new UpsertEvaluations(part), stop);
        }
        catch (RpcException)
        {
            // Nobody else would ever end them.
            blocked.ReturnDuplicates(doubled);
            broker.ReturnCancelable(needless);
            throw;
        }
    }

    private async Task FailAsync(CancellationToken stop)
    {
        while (await broker.TakeAsync([EvaluationBroker.FailedQueue], TimeSpan.Zero, stop) is { } lease)
        {
            var eval = lease.Evaluation;
            if (eval.Type == EvalTypes.Core)
            {
                broker.Ack(eval.ID, lease.Token);
                continue;
            }
            var problem = broker.Problem(eval.ID);
            log.Warn($"eval reached delivery limit, marking as failed: eval_id={eval.ID} error=\"{problem}\"");
            var now = ports.NowNanoseconds;
            var again = eval with
            {
                ID = ports.NewId(),
                TriggeredBy = EvalTriggers.FailedFollowUp,
                Status = EvalStatus.Pending,
                StatusDescription = "",
                Wait = FollowUpBase + FollowUpSpread * ports.NextDouble(),
                PreviousEval = eval.ID,
                NextEval = "",
                BlockedEval = "",
                CreateIndex = 0,
                CreateTime = now,
                ModifyTime = now,
            };
            await proposer.ProposeAsync(new UpsertEvaluations(
            [
                eval with
                {
                    Status = EvalStatus.Failed, StatusDescription = Description(problem),
                    NextEval = again.ID, ModifyTime = now,
                },
                again,
            ]), stop);
            broker.Ack(eval.ID, lease.Token);
        }
    }

    private string Description(string problem) =>
        EvalStatusDescriptions.DeliveryLimit(options.DeliveryLimit) + (problem.Length > 0 ? $": {problem}" : "");
}
