using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>What operators do with evaluations.</summary>
public sealed class EvaluationEndpoint
{
    /// <summary>Ids one request may name.</summary>
    public const int MaxIds = 7281;

    private readonly ServerContext context;

    internal EvaluationEndpoint(ServerContext context) => this.context = context;

    /// <summary>Removes evaluations while the broker is paused; those with living allocations are refused.</summary>
    public async Task<EvalDeleteResponse> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        if (ids.Count > MaxIds)
            throw RpcException.BadRequest($"request includes {ids.Count} evaluation IDs, must be {MaxIds} or fewer");
        var state = Paused();
        foreach (var id in ids)
        {
            if (state.Evaluation(id) is null)
                throw new RpcException("eval not found");
            if (!IsSafe(state, id))
                throw new RpcException($"eval {id} is not safe to delete");
        }
        return await DeleteSafeAsync(ids, cancel);
    }

    /// <summary>Removes those of the wanted evaluations that have no living allocations, any number, while the broker is paused.</summary>
    public Task<EvalDeleteResponse> DeleteAsync(Func<Evaluation, bool> wanted, CancellationToken cancel)
    {
        var state = Paused();
        return DeleteSafeAsync([.. state.Evaluations().Where(wanted).Select(eval => eval.ID).Where(id => IsSafe(state, id))], cancel);
    }

    // By the configuration, not by the broker: that of a server that does not lead is never enabled.
    private StateSnapshot Paused()
    {
        var state = context.State.Snapshot();
        return state.SchedulerConfiguration().PauseEvalBroker ? state
            : throw new RpcException("eval broker is enabled; eval broker must be paused to delete evals");
    }

    private static bool IsSafe(StateSnapshot state, string id) => state.AllocationsOfEvaluation(id).All(alloc => alloc.IsTerminal());

    private async Task<EvalDeleteResponse> DeleteSafeAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var index = context.State.Index;
        foreach (var part in ids.Chunk(MaxIds))
            index = (await context.Proposer.ProposeAsync(new DeleteEvaluations(part, []), cancel)).Index;
        return new EvalDeleteResponse { Count = ids.Count, Index = index };
    }

    /// <summary>The evaluations linked to one (next, previous, blocked), oldest first, without itself.</summary>
    public static IReadOnlyList<Evaluation> Related(StateSnapshot state, Evaluation eval)
    {
        var found = new Dictionary<string, Evaluation>();
        var look = new Queue<Evaluation>([eval]);
        while (look.TryDequeue(out var current))
        {
            foreach (var id in (ReadOnlySpan<string>)[current.NextEval, current.PreviousEval, current.BlockedEval])
            {
                if (id.Length > 0 && id != eval.ID && !found.ContainsKey(id) && state.Evaluation(id) is { } linked)
                {
                    found[id] = linked;
                    look.Enqueue(linked);
                }
            }
        }
        return [.. found.Values.OrderBy(each => each.CreateIndex).ThenBy(each => each.ID, StringComparer.Ordinal)];
    }
}
