using Nomad.Api;
using Nomad.Cli.Deployments;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;

namespace Nomad.Cli.Jobs;

/// <summary>One job as people read it (spec cli §5, "job status").</summary>
internal sealed class JobStatusText(CommandCall call, Job job)
{
    private const int MostFailuresShown = 5;

    private readonly Query query = new() { Namespace = job.Namespace };

    private bool Parent => job.Periodic is not null || job.ParameterizedJob is not null && !job.Dispatched;

    public async Task PrintAsync()
    {
        call.Line(Block());
        if (call.Flags.Boolean("short"))
            return;
        if (Parent)
            await ChildrenAsync();
        else
            await OwnWorkAsync();
    }

    private string Block()
    {
        var now = call.Time.GetUtcNow();
        return new KeyValues()
            .Add("ID", job.ID).Add("Name", job.Name)
            .Add("Submit Date", TimeText.Absolute(TimeText.FromUnixNanoseconds(job.SubmitTime)))
            .Add("Type", job.Type).Add("Priority", job.Priority.ToString())
            .Add("Datacenters", string.Join(",", job.Datacenters.OrEmpty()))
            .Add("Namespace", job.Namespace).Add("Node Pool", job.NodePool)
            .Add("Status", JobStatusCommand.StatusOf(job.Status, job.Stop))
            .Add("Periodic", job.Periodic is null ? "false" : "true")
            .Add("Parameterized", job.ParameterizedJob is null || job.Dispatched ? "false" : "true")
            .AddIf(job.DispatchIdempotencyToken.Length > 0, "Idempotency Token", () => job.DispatchIdempotencyToken)
            .AddIf(job.Periodic is not null && job.ParameterizedJob is null, "Next Periodic Launch", () => job.Stop ? "none (job stopped)"
                : NextLaunch.Of(job.Periodic!.Specs.OrEmpty().Count > 0 ? job.Periodic.Specs! : [job.Periodic.Spec], job.Periodic.TimeZone, now) is { } next
                    ? NextLaunch.Text(next, now) : "none")
            .ToString();
    }

    private async Task ChildrenAsync()
    {
        if (job.ParameterizedJob is { } parameters)
        {
            call.Title("Parameterized Job");
            call.Line(new KeyValues().Add("Payload", parameters.Payload)
                .Add("Required Metadata", string.Join(", ", parameters.MetaRequired.OrEmpty()))
                .Add("Optional Metadata", string.Join(", ", parameters.MetaOptional.OrEmpty())).ToString());
        }
        var summary = await SummaryAsync();
        if (summary?.Children is { } children)
        {
            call.Title(job.Periodic is not null ? "Children Job Summary" : "Parameterized Job Summary");
            call.Line(new ColumnTable("Pending", "Running", "Dead").Add(children.Pending.ToString(), children.Running.ToString(), children.Dead.ToString()).ToString());
        }
        var kind = job.Periodic is not null ? "/periodic-" : "/dispatch-";
        var launched = (await call.Api.Jobs.ListAsync(query with { Prefix = job.ID + kind }, call.Stop)).Value;
        if (launched.Count == 0)
        {
            call.Line("\n" + (job.Periodic is not null ? "No instances of periodic job found" : "No dispatched instances of parameterized job found"));
            return;
        }
        call.Title(job.Periodic is not null ? "Previously Launched Jobs" : "Dispatched Jobs");
        var table = new ColumnTable("ID", "Status");
        foreach (var child in launched)
            table.Add(child.ID, child.Status);
        call.Line(table.ToString());
    }

    private async Task OwnWorkAsync()
    {
        var evaluations = (await call.Api.Jobs.EvaluationsAsync(job.ID, query, call.Stop)).Value;
        var deployment = await call.Api.Jobs.LatestDeploymentAsync(job.ID, query, call.Stop);
        var allocations = (await call.Api.Jobs.AllocationsAsync(job.ID, call.Flags.Boolean("all-allocs"), query, call.Stop)).Value;
        await SummaryTableAsync();
        var newest = evaluations.OrderByDescending(e => e.CreateIndex).ToArray();
        if (call.Verbose || call.Flags.Boolean("evals"))
        {
            call.Title("Evaluations");
            call.Line(EvaluationTable.Of(newest, call));
        }
        Waiting(newest);
        Failures(newest);
        Rescheduling(newest, allocations);
        if (deployment is not null && deployment.ID.Length > 0)
        {
            call.Title("Latest Deployment");
            call.Line(DeploymentText.Block(deployment, call, withJob: false));
            await RegionDeployments.PrintAsync(call, deployment);
            if (deployment.TaskGroups.OrEmpty().Count > 0)
            {
                call.Title("Deployed");
                call.Line(DeploymentText.Groups(deployment));
            }
        }
        call.Title("Allocations");
        call.Line(AllocationTable.Of([.. allocations.OrderByDescending(a => a.CreateIndex).ThenBy(a => a.Name, StringComparer.Ordinal)], call));
    }

    // What holds the job besides nodes: other groups, other jobs, older siblings.
    private void Waiting(Evaluation[] newest)
    {
        if (newest.FirstOrDefault(e => e.Status == EvalStatus.Blocked && e.MissingNonNodeResources.OrEmpty().Count > 0) is not { } waiting)
            return;
        call.Title("Waiting");
        call.Line(waiting.StatusDescription);
    }

    private async Task<JobSummary?> SummaryAsync()
    {
        try
        {
            return (await call.Api.Jobs.SummaryAsync(job.ID, query, call.Stop)).Value;
        }
        catch (NomadApiException)
        {
            return null; // a job that was purged between two questions
        }
    }

    private async Task SummaryTableAsync()
    {
        if (await SummaryAsync() is not { } summary)
            return;
        call.Title("Summary");
        var table = new ColumnTable("Task Group", "Queued", "Starting", "Running", "Failed", "Complete", "Lost", "Unknown");
        foreach (var (name, group) in summary.Summary.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            table.Add(name, group.Queued.ToString(), group.Starting.ToString(), group.Running.ToString(), group.Failed.ToString(), group.Complete.ToString(),
                group.Lost.ToString(), group.Unknown.ToString());
        call.Line(table.ToString());
    }

    // Shown while they matter: as long as an evaluation is blocked something is not placed, whatever became of the last deployment.
    private void Failures(Evaluation[] newest)
    {
        if (!newest.Any(e => e.Status == "blocked"))
            return;
        var latest = newest.FirstOrDefault(e => e.Status == "complete" && e.FailedTGAllocs.OrEmpty().Count > 0)
            ?? newest.First(e => e.Status == "blocked");
        var failed = latest.FailedTGAllocs.OrEmpty();
        if (failed.Count == 0)
            return;
        call.Title("Placement Failure");
        foreach (var (group, metric) in failed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(MostFailuresShown))
        {
            call.Line($"Task Group \"{group}\":");
            foreach (var line in PlacementText.Lines(metric, "  "))
                call.Line(line);
        }
        if (failed.Count > MostFailuresShown)
            call.Line($"\nPlacement failures truncated. To see remainder run:\nnomad eval-status {latest.ID}");
    }

    private void Rescheduling(Evaluation[] evaluations, IReadOnlyList<AllocListStub> allocations)
    {
        var now = call.Time.GetUtcNow();
        var later = allocations.Where(a => a.FollowupEvalID.Length > 0)
            .Select(a => (a.TaskGroup, Evaluation: evaluations.FirstOrDefault(e => e.ID == a.FollowupEvalID)))
            .Where(row => row.Evaluation is { Status: "pending" } e && e.WaitUntil > now)
            .DistinctBy(row => row.TaskGroup).ToArray();
        if (later.Length == 0)
            return;
        call.Title("Future Rescheduling Attempts");
        var table = call.Verbose ? new ColumnTable("Task Group", "Reschedule Policy", "Eval ID", "Eval Time") : new ColumnTable("Task Group", "Eval ID", "Eval Time");
        foreach (var (group, evaluation) in later)
        {
            string[] end = [call.Ids.Of(evaluation!.ID), TimeText.Relative(evaluation.WaitUntil, now)];
            table.Add(call.Verbose ? [group, Policy(group), .. end] : [group, .. end]);
        }
        call.Line(table.ToString());
    }

    private string Policy(string group) =>
        job.TaskGroups.OrEmpty().FirstOrDefault(g => g.Name == group)?.ReschedulePolicy is not { } policy ? ""
        : policy.Unlimited ? $"unlimited with {policy.DelayFunction} delay, max_delay = {policy.MaxDelay}"
        : $"{policy.Attempts} in {policy.Interval} with {policy.DelayFunction} delay, max_delay = {policy.MaxDelay}";
}
