using Nomad.Agent.Http.Allocations;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Jobs;

/// <summary>Reading jobs and what belongs to them.</summary>
internal sealed class JobReadRoutes(AgentServices services)
{
    private static readonly Access Read = Access.Namespace("read-job");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/jobs", Access.Namespace("list-jobs"), ListAsync),
        new(Verbs.Get, "/v1/job/{id*}/allocations", Read, AllocationsAsync),
        new(Verbs.Get, "/v1/job/{id*}/evaluations", Read, EvaluationsAsync),
        new(Verbs.Get, "/v1/job/{id*}/deployments", Read, DeploymentsAsync),
        new(Verbs.Get, "/v1/job/{id*}/deployment", Read, LatestDeploymentAsync),
        new(Verbs.Get, "/v1/job/{id*}/summary", Read, SummaryAsync),
        new(Verbs.Get, "/v1/job/{id*}/submission", Read, SubmissionAsync),
        new(Verbs.Get, "/v1/job/{id*}/explain", Read, ExplainAsync),
        new(Verbs.Get, "/v1/job/{id*}", Read, OneAsync),
    ];

    private Task ListAsync(ApiCall call) => Reads.ListAsync(call, State, [Watch.Whole(StateTable.Jobs), Watch.Whole(StateTable.JobSummaries)],
        snapshot => snapshot.Jobs().Where(job => InNamespace(call, job.Namespace) && job.ID.StartsWith(call.Options.Prefix, StringComparison.Ordinal)),
        JobShapes.Listing(BooleanQuery.Read(call, "meta")));

    private Task OneAsync(ApiCall call) => Reads.OneAsync(call, State, [Watch.Job(call.Options.Namespace, call["id"])],
        snapshot => snapshot.Job(call.Options.Namespace, call["id"]), (job => job.ModifyIndex, ModelJson.Default.Job, "job not found"));

    private Task AllocationsAsync(ApiCall call)
    {
        var all = BooleanQuery.Read(call, "all");
        return Reads.ListAsync(call, State, [Watch.AllocationsOfJob(call.Options.Namespace, call["id"])], snapshot =>
        {
            // A job registered anew under an old id is another job: its allocations are those made since.
            var created = all ? 0 : snapshot.Job(call.Options.Namespace, call["id"])?.CreateIndex ?? 0;
            return snapshot.AllocationsOfJob(call.Options.Namespace, call["id"]).Where(alloc => alloc.Job is null || alloc.Job.CreateIndex >= created);
        }, AllocationShapes.Listing());
    }

    private Task EvaluationsAsync(ApiCall call) => Reads.ListAsync(call, State, [Watch.EvaluationsOfJob(call.Options.Namespace, call["id"])],
        snapshot => snapshot.EvaluationsOfJob(call.Options.Namespace, call["id"]),
        new Listing<Evaluation, Evaluation>(e => PageKey.ByTime(e.CreateIndex, e.ID), ModelJson.Default.Evaluation, (e, _) => e, ModelJson.Default.ListOfEvaluation));

    private Task DeploymentsAsync(ApiCall call)
    {
        var all = BooleanQuery.Read(call, "all");
        return Reads.ListAsync(call, State, [Watch.DeploymentsOfJob(call.Options.Namespace, call["id"])], snapshot =>
        {
            var created = snapshot.Job(call.Options.Namespace, call["id"])?.CreateIndex ?? 0;
            return snapshot.DeploymentsOfJob(call.Options.Namespace, call["id"]).Where(d => all || d.JobCreateIndex == created);
        }, new Listing<Deployment, Deployment>(d => PageKey.ByTime(d.CreateIndex, d.ID), ModelJson.Default.Deployment, (d, _) => d, ModelJson.Default.ListOfDeployment));
    }

    private Task LatestDeploymentAsync(ApiCall call) => Reads.ValueAsync<Deployment?>(call, State, [Watch.DeploymentsOfJob(call.Options.Namespace, call["id"])],
        snapshot => snapshot.LatestDeployment(call.Options.Namespace, call["id"]), ModelJson.Default.Deployment!);

    private Task SummaryAsync(ApiCall call) => Reads.OneAsync(call, State, [Watch.JobSummary(call.Options.Namespace, call["id"])],
        snapshot => snapshot.Summary(call.Options.Namespace, call["id"]), (summary => summary.ModifyIndex, ModelJson.Default.JobSummary, "job not found"));

    private Task SubmissionAsync(ApiCall call)
    {
        if (!ulong.TryParse(call.Text("version"), out var version))
            throw HttpFailure.BadRequest("Unable to parse job submission version parameter");
        return Reads.OneAsync(call, State, [Watch.Job(call.Options.Namespace, call["id"])], snapshot => snapshot.Submission(call.Options.Namespace, call["id"], version),
            (submission => submission.JobModifyIndex, ModelJson.Default.JobSubmission, "job source not found"));
    }

    private Task ExplainAsync(ApiCall call)
    {
        var (space, id, group) = (call.Options.Namespace, call["id"], call.Text("group"));
        return Reads.OneAsync(call, State, [Watch.Job(space, id), Watch.AllocationsOfJob(space, id), Watch.EvaluationsOfJob(space, id), Watch.Whole(StateTable.Nodes)],
            snapshot => services.RequireServer().Jobs.Explain(snapshot, space, id, group), (told => told.Index, ModelJson.Default.JobExplanation, "job not found"));
    }

    internal static bool InNamespace(ApiCall call, string space) => call.Options.AllNamespaces || space == call.Options.Namespace;
}
