using System.Text.Json.Nodes;
using Nomad.Agent.Http.Bodies;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Agent.Regions;
using Nomad.Hcl;
using Nomad.Jobspec;
using Nomad.Jobspec.Admission;
using Nomad.Model.Diffs;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Jobs;

/// <summary>Changing jobs: registration, planning, stopping, and what else can be done to one.</summary>
internal sealed class JobWriteRoutes(AgentServices services)
{
    private static readonly Access Submit = Access.Namespace("submit-job|register-job");

    private JobEndpoint Jobs => services.RequireServer().Jobs;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Write, "/v1/jobs", Submit, RegisterAsync),
        new(Verbs.Write, "/v1/jobs/parse", Access.Namespace("parse-job|submit-job"), ParseAsync),
        new(Verbs.Write, "/v1/validate/job", Access.Namespace("read-job"), ValidateAsync),
        new(Verbs.Write, "/v1/job/{id*}/plan", Access.Namespace("submit-job|plan-job"), PlanAsync),
        new(Verbs.Write, "/v1/job/{id*}/evaluate", Access.Namespace("submit-job|evaluate-job"), EvaluateAsync),
        new(Verbs.Write, "/v1/job/{id*}/periodic/force", Access.Namespace("dispatch-job|submit-job|force-periodic-job"), ForcePeriodicAsync),
        new(Verbs.Write, "/v1/job/{id*}/dispatch", Access.Namespace("dispatch-job"), DispatchAsync),
        new(Verbs.Write, "/v1/job/{id*}/dispatch/payload", Access.Namespace("dispatch-job"), DispatchPayloadAsync),
        new(Verbs.Write, "/v1/job/{id*}/revert", Access.Namespace("submit-job|revert-job"), RevertAsync),
        new(Verbs.Write, "/v1/job/{id*}/stable", Access.Namespace("submit-job|stable-job"), StableAsync),
        new(Verbs.Write, "/v1/job/{id*}/scale", Access.Namespace("scale-job|submit-job"), ScaleAsync),
        new(Verbs.Get, "/v1/job/{id*}/scale", Access.Namespace("read-job|read-job-scaling"), ScaleStatusAsync),
        new(Verbs.Get, "/v1/job/{id*}/versions", Access.Namespace("read-job"), VersionsAsync),
        new(Verbs.Get, "/v1/job/{id*}/actions", Access.Namespace("read-job"), ActionsAsync),
        new(Verbs.Write, "/v1/job/{id*}/versions/{tag}/tag", Access.Namespace("submit-job|tag-job-version"), TagAsync),
        new(Verbs.Delete, "/v1/job/{id*}/versions/{tag}/tag", Access.Namespace("submit-job|tag-job-version"), UntagAsync),
        new(Verbs.Write, "/v1/job/{id*}", Submit, RegisterAsync),
        new(Verbs.Delete, "/v1/job/{id*}", Access.Namespace("submit-job|purge-job"), DeregisterAsync),
    ];

    private async Task RegisterAsync(ApiCall call)
    {
        var request = await call.JobRequestAsync();
        var job = JobOf(call, request);
        if (job.Text("ID").Length == 0)
            throw HttpFailure.BadRequest("Job ID hasn't been provided");
        if (call.Path.StartsWith("/v1/job/", StringComparison.Ordinal) && job.Text("ID") != call["id"])
            throw HttpFailure.BadRequest("Job ID does not match name");
        var priority = request.Read("EvalPriority", node => node.GetValue<int>());
        if (priority != 0 && priority is < 1 or > 100)
            throw HttpFailure.BadRequest("Eval priority must be between 1 and 100 inclusively");
        if (call.Http.Request.Headers[RegionRegistration.Header] == RegionRegistration.Review)
        {
            await call.JsonAsync(Jobs.Review(job), ServerCallJson.Default.RegionStanding);
            return;
        }
        var registration = new JobRegistration
        {
            Document = job,
            RolloutVersion = RegionRegistration.VersionOf(call),
            Submission = request.Part("Submission", ModelJson.Default.JobSubmission),
            EnforceIndex = request.Flag("EnforceIndex"),
            JobModifyIndex = request.Read("JobModifyIndex", node => node.GetValue<ulong>()),
            PreserveCounts = request.Flag("PreserveCounts"),
            PreserveResources = request.Flag("PreserveResources"),
            EvalPriority = priority,
        };
        var answer = RegionRegistration.RegionsOf(call, job) is { Count: > 0 } regions
            ? await new RegionRegistration(services).RegisterAsync(call, regions, request, registration)
            : await Jobs.RegisterAsync(registration with { OwnsDocument = true }, call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobRegisterResponse);
    }

    private async Task ParseAsync(ApiCall call)
    {
        var request = await call.DocumentAsync();
        if (request.Text("JobHCL").Length == 0)
            throw HttpFailure.BadRequest("Job spec is empty");
        // No file functions: the text comes from another machine.
        var result = JobFileReader.Read(new JobFileSource
        {
            Name = "input.hcl", Text = request.Text("JobHCL"), BaseDirectory = "/", VariableText = request.Text("Variables"), AllowFileFunctions = false,
        });
        if (result.Document is not { } document)
            throw HttpFailure.BadRequest("Failed to parse job: " + string.Join("\n", result.Diagnostics.Where(d => d.Severity == HclSeverity.Error).Select(d => d.ToString())));
        if (!request.Flag("Canonicalize"))
            await call.JsonAsync(document, AgentJson.Default.JsonObject);
        else
            await call.JsonAsync(Canonical(document), ModelJson.Default.Job);
    }

    private Job Canonical(JsonObject document)
    {
        try
        {
            return JobAdmission.Canonicalize(document, new AdmissionOptions { Region = services.Configuration.Region });
        }
        catch (Exception problem) when (problem is System.Text.Json.JsonException or FormatException)
        {
            throw HttpFailure.BadRequest("Failed to parse job: " + problem.Message);
        }
    }

    private async Task ValidateAsync(ApiCall call) =>
        await call.JsonAsync(Jobs.Validate(JobOf(call, await call.DocumentAsync())), ModelJson.Default.JobValidateResponse);

    private async Task PlanAsync(ApiCall call)
    {
        var request = await call.DocumentAsync();
        var job = JobOf(call, request);
        if (job.Text("ID").Length == 0)
            throw HttpFailure.BadRequest("Job must have a valid ID");
        if (job.Text("ID") != call["id"])
            throw HttpFailure.BadRequest("Job ID does not match");
        var plan = Jobs.Plan(job, request.Flag("Diff"));
        await WrittenAsync(call, plan.Index, plan, ModelJson.Default.JobPlanResponse);
    }

    private async Task EvaluateAsync(ApiCall call)
    {
        var force = false;
        if ((await call.OptionalBytesAsync()) is { Length: > 0 } body)
        {
            var request = call.Parse(body, ModelJson.Default.JobEvaluateRequest);
            if (request.JobID.Length > 0 && request.JobID != call["id"])
                throw HttpFailure.BadRequest("JobID not same as job name");
            force = request.EvalOptions.ForceReschedule;
        }
        var answer = await Jobs.EvaluateAsync(call.Options.Namespace, call["id"], force, call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobRegisterResponse);
    }

    private async Task DeregisterAsync(ApiCall call)
    {
        if (BooleanQuery.Read(call, "global") && services.RequireServer().State.Snapshot().Job(call.Options.Namespace, call["id"])?.Multiregion is { Regions: { } regions })
            await new RegionRegistration(services).StopElsewhereAsync(call, regions.Select(region => region.Name), StopPath(call));
        var answer = await Jobs.DeregisterAsync(new JobRemoval(call.Options.Namespace, call["id"])
        {
            Purge = BooleanQuery.Read(call, "purge"),
            NoShutdownDelay = BooleanQuery.Read(call, "no_shutdown_delay"),
            EvalPriority = Priority(call.Text("eval_priority")),
        }, call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobDeregisterResponse);
    }

    private static string StopPath(ApiCall call) => $"/v1/job/{Uri.EscapeDataString(call["id"])}?namespace={Uri.EscapeDataString(call.Options.Namespace)}" + string.Concat(
        new[] { "purge", "no_shutdown_delay", "eval_priority" }.Where(name => call.Text(name).Length > 0).Select(name => $"&{name}={Uri.EscapeDataString(call.Text(name))}"));

    private async Task ForcePeriodicAsync(ApiCall call)
    {
        var answer = await Jobs.ForcePeriodicAsync(call.Options.Namespace, call["id"], call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.PeriodicForceResponse);
    }

    private async Task DispatchAsync(ApiCall call)
    {
        if ((await call.DocumentAsync()).Text("Payload") is { Length: > 0 } payload && Base64Text.FirstWrong(payload) is { } at)
            throw HttpFailure.BadRequest($"illegal base64 data at input byte {at}");
        var request = await call.BodyAsync(ModelJson.Default.JobDispatchRequest);
        if (request.JobID.Length > 0 && request.JobID != call["id"])
            throw HttpFailure.BadRequest("Job ID does not match");
        await DispatchAsync(call, request with { JobID = call["id"] });
    }

    private async Task DispatchPayloadAsync(ApiCall call) =>
        await DispatchAsync(call, new JobDispatchRequest { JobID = call["id"], Payload = (await call.BytesAsync()).ToArray() });

    private async Task DispatchAsync(ApiCall call, JobDispatchRequest request)
    {
        var answer = await Jobs.DispatchAsync(call.Options.Namespace, request, call.Text("idempotency_token"), call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobDispatchResponse);
    }

    private async Task RevertAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.JobRevertRequest);
        if (request.JobID.Length == 0)
            throw HttpFailure.BadRequest("JobID must be specified");
        if (request.JobID != call["id"])
            throw HttpFailure.BadRequest("Job ID does not match");
        var answer = await Jobs.RevertAsync(call.Options.Namespace, request, call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobRegisterResponse);
    }

    private async Task StableAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.JobStabilityRequest);
        if (request.JobID != call["id"])
            throw HttpFailure.BadRequest(request.JobID.Length == 0 ? "JobID must be specified" : "Job ID does not match");
        var index = await Jobs.SetStabilityAsync(call.Options.Namespace, request, call.Aborted);
        await WrittenAsync(call, index, new JsonObject { ["Index"] = index }, AgentJson.Default.JsonObject);
    }

    private async Task ScaleAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.JobScaleRequest);
        var named = request.Target?.GetValueOrDefault("Job") ?? "";
        if (named.Length > 0 && named != call["id"])
            throw HttpFailure.BadRequest("job ID in payload did not match URL");
        var answer = await Jobs.ScaleAsync(call.Options.Namespace, request with { JobID = call["id"] }, call.Aborted);
        await WrittenAsync(call, answer.Index, answer with { KnownLeader = true }, ModelJson.Default.JobRegisterResponse);
    }

    private Task ScaleStatusAsync(ApiCall call)
    {
        var (space, id) = (call.Options.Namespace, call["id"]);
        return Reads.OneAsync(call, services.RequireServer().State, [Watch.Job(space, id), Watch.AllocationsOfJob(space, id), Watch.ScalingEvents(space, id)],
            state => Jobs.ScaleStatus(state, space, id), (status => status.JobModifyIndex, ModelJson.Default.JobScaleStatus, "job not found"));
    }

    private Task VersionsAsync(ApiCall call)
    {
        var (space, id, diffs) = (call.Options.Namespace, call["id"], BooleanQuery.Read(call, "diffs"));
        return Reads.OneAsync(call, services.RequireServer().State, [Watch.JobVersions(space, id)], state => state.JobVersions(space, id) is { Count: > 0 } versions
            ? new JobVersionsResponse { Versions = versions, Diffs = diffs ? Differences(versions) : null, Index = versions[0].ModifyIndex, KnownLeader = true } : null,
            (answer => answer.Index, ModelJson.Default.JobVersionsResponse, "job versions not found"));

        IReadOnlyList<JobDiff> Differences(IReadOnlyList<Job> versions) => JobVersionDiffs.Chosen(versions, call.Text("diff_tag"), call.Text("diff_version")) is { } chosen
            ? JobVersionDiffs.From(chosen, versions) : JobVersionDiffs.Of(versions);
    }

    private async Task ActionsAsync(ApiCall call)
    {
        var job = services.RequireServer().State.Snapshot().Job(call.Options.Namespace, call["id"]) ?? throw HttpFailure.NotFound("job not found");
        var actions = new JsonArray([.. JobShapes.Actions(job).Select(row => (JsonNode)new JsonObject
        {
            ["Name"] = row.Action.Name, ["TaskName"] = row.Task, ["TaskGroupName"] = row.Group,
        })]);
        await call.JsonAsync(actions, AgentJson.Default.JsonArray);
    }

    private async Task TagAsync(ApiCall call)
    {
        var request = (await call.OptionalBytesAsync()).Length == 0 ? [] : await call.DocumentAsync();
        var version = request.Read("Version", node => (ulong?)node.GetValue<ulong>());
        var answer = await Jobs.TagVersionAsync(call.Options.Namespace, call["id"],
            new JobVersionTag { Name = call["tag"], Description = request.Text("Description") }, version, call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobTagResponse);
    }

    private async Task UntagAsync(ApiCall call)
    {
        var answer = await Jobs.UntagVersionAsync(call.Options.Namespace, call["id"], call["tag"], call.Aborted);
        await WrittenAsync(call, answer.Index, answer, ModelJson.Default.JobTagResponse);
    }

    private static Task WrittenAsync<T>(ApiCall call, ulong index, T answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        call.SetIndex(index);
        return call.JsonAsync(answer, type);
    }

    /// <summary>The job of a request, with its namespace and region decided (spec http-api §1.2, "Job submit").</summary>
    private JsonObject JobOf(ApiCall call, JsonObject request)
    {
        var found = request.Read("Job", node => node.AsObject()) ?? throw HttpFailure.BadRequest("Job must be specified");
        // The other regions get the request as it came.
        var job = found["Multiregion"] is null ? found : (JsonObject)found.DeepClone();
        job["Namespace"] = First(call.Text("namespace"), request.Text("Namespace"), job.Text("Namespace"), StateDefaults.Namespace);
        var region = First(call.Text("region"), request.Text("Region"), job.Text("Region"), services.Configuration.Region);
        // Which of its regions a job of several is for, the agent says that is asked.
        job["Region"] = region == "global" || job["Multiregion"] is JsonObject ? services.Configuration.Region : region;
        return job;
    }

    private static string First(params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Length > 0)
                return candidate;
        }
        return "";
    }

    private static int Priority(string text) =>
        text.Length == 0 ? 0
        : int.TryParse(text, out var priority) && priority is >= 1 and <= 100 ? priority
        : throw HttpFailure.BadRequest("Eval priority must be between 1 and 100 inclusively");
}
