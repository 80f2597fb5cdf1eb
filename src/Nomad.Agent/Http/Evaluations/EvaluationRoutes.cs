using System.Text.Json.Nodes;
using Nomad.Agent.Http.Allocations;
using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model;
using Nomad.Model.Evaluations;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Evaluations;

/// <summary>Reading evaluations, and removing them while the broker is paused.</summary>
internal sealed class EvaluationRoutes(AgentServices services)
{
    private static readonly Access Read = Access.Namespace("read-job");

    private static readonly Listing<Evaluation, Evaluation> Whole =
        new(e => PageKey.ByTime(e.CreateIndex, e.ID), ModelJson.Default.Evaluation, (e, _) => e, ModelJson.Default.ListOfEvaluation);

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/evaluations", Read, ListAsync),
        new(Verbs.Delete, "/v1/evaluations", Access.Management, DeleteAsync),
        new(Verbs.Get, "/v1/evaluations/count", Read, CountAsync),
        new(Verbs.Get, "/v1/evaluation/{id}", Read, OneAsync),
        new(Verbs.Get, "/v1/evaluation/{id}/allocations", Read, AllocationsAsync),
    ];

    private Task ListAsync(ApiCall call)
    {
        var wanted = Wanted(call);
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Evaluations)], snapshot => snapshot.Evaluations().Where(wanted), Whole);
    }

    private Task CountAsync(ApiCall call)
    {
        var wanted = Wanted(call);
        var pager = new Pager<Evaluation>(call.Options, Whole.Key, Whole.FilterType);
        return Reads.ValueAsync(call, State, [Watch.Whole(StateTable.Evaluations)],
            snapshot => new JsonObject { ["Count"] = pager.Page(snapshot.Evaluations().Where(wanted)).Items.Count }, AgentJson.Default.JsonObject);
    }

    private async Task DeleteAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.EvalDeleteRequest);
        var ids = request.EvalIDs.OrEmpty();
        if (ids.Count > 0 && request.Filter.Length > 0)
            throw HttpFailure.BadRequest("evals cannot be deleted by both ID and filter");
        if (ids.Count == 0 && request.Filter.Length == 0)
            throw HttpFailure.BadRequest("evals must be deleted by either ID or filter");
        var evaluations = services.RequireServer().Evaluations;
        var filter = new Pager<Evaluation>(call.Options with { Filter = request.Filter }, Whole.Key, Whole.FilterType);
        var answer = await (ids.Count > 0 ? evaluations.DeleteAsync(ids, call.Aborted) : evaluations.DeleteAsync(filter.IsWanted, call.Aborted));
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.EvalDeleteResponse);
    }

    private Task OneAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "eval");
        var related = BooleanQuery.Read(call, "related");
        return Reads.OneAsync(call, State, [Watch.Evaluation(call["id"])], snapshot => snapshot.Evaluation(call["id"]) is not { } found ? null
            : related ? found with { RelatedEvals = RelatedTo(found, snapshot) } : found,
            (e => e.ModifyIndex, ModelJson.Default.Evaluation, "eval not found"));
    }

    private Task AllocationsAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "eval");
        return Reads.ListAsync(call, State, [Watch.AllocationsOfEvaluation(call["id"])], snapshot => snapshot.AllocationsOfEvaluation(call["id"]), AllocationShapes.Listing());
    }

    private static Func<Evaluation, bool> Wanted(ApiCall call)
    {
        var (status, job) = (call.Text("status"), call.Text("job"));
        if (call.Options.Filter.Length > 0 && (status.Length > 0 || job.Length > 0))
            throw HttpFailure.BadRequest("Filter expression cannot be used with other filter parameters");
        var matches = IdPrefix.Matcher(call.Options.Prefix, "eval");
        return e => JobReadRoutes.InNamespace(call, e.Namespace) && matches(e.ID) && (status.Length == 0 || e.Status == status) && (job.Length == 0 || e.JobID == job);
    }

    // Evaluations name their neighbours; those of the same job are searched for who names whom.
    private static List<EvaluationStub> RelatedTo(Evaluation start, StateSnapshot snapshot)
    {
        var all = snapshot.EvaluationsOfJob(start.Namespace, start.JobID).ToDictionary(e => e.ID);
        var found = new HashSet<string>(StringComparer.Ordinal) { start.ID };
        var open = new Queue<Evaluation>([start]);
        while (open.TryDequeue(out var at))
        {
            string[] named = [at.NextEval, at.PreviousEval, at.BlockedEval];
            foreach (var next in named.Where(id => all.ContainsKey(id) && found.Add(id)))
                open.Enqueue(all[next]);
        }
        return [.. found.Where(id => id != start.ID).Select(id => all[id]).OrderBy(e => e.CreateIndex).Select(Stub)];
    }

    private static EvaluationStub Stub(Evaluation e) => new()
    {
        ID = e.ID, Namespace = e.Namespace, Priority = e.Priority, Type = e.Type, TriggeredBy = e.TriggeredBy, JobID = e.JobID, NodeID = e.NodeID,
        DeploymentID = e.DeploymentID, Status = e.Status, StatusDescription = e.StatusDescription, WaitUntil = e.WaitUntil, NextEval = e.NextEval,
        PreviousEval = e.PreviousEval, BlockedEval = e.BlockedEval, CreateIndex = e.CreateIndex, ModifyIndex = e.ModifyIndex, CreateTime = e.CreateTime, ModifyTime = e.ModifyTime,
    };
}
