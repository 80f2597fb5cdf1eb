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
        if (context.Broker.Enabled)
            throw new RpcException("eval broker is enabled; eval broker must be paused to delete evals");
        var state = context.State.Snapshot();
        foreach (var id in ids)
        {
            if (state.Evaluation(id) is null)
                throw new RpcException("eval not found");
            if (state.AllocationsOfEvaluation(id).Any(alloc => !alloc.IsTerminal()))
                throw new RpcException($"eval {id} is not safe to delete");
        }
        var commit = await context.Proposer.ProposeAsync(new DeleteEvaluations(ids, []), cancel);
        return new EvalDeleteResponse { Count = ids.Count, Index = commit.Index };
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
