using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job plan</c>: what <c>job run</c> would change, without changing it.</summary>
public sealed class JobPlanCommand : Command
{
    private const int Trouble = 255;
    private const int MostPreemptionsListed = 10;

    public override string Name => "job plan";

    public override string Synopsis => "Dry-run a job update to determine its effects";

    public override string Usage => "[options] <path>";

    public override string Description => "Plan invokes a dry-run of the scheduler to determine the effects of submitting either a new or updated version of a job. " +
        "The plan will not result in any changes to the cluster but gives insight into whether the job could be run successfully and how it would affect existing allocations." +
        "\n\nExit codes: 0: no allocations created or destroyed. 1: allocations created or destroyed. 255: error determining plan results.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <path>";

    public override int UsageExitCode => Trouble;

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("diff", "Show the difference to the job on the server. Default: true"),
        Flag.Boolean("policy-override", "Override soft mandatory policies."),
        Flag.Boolean("verbose", "Show the unchanged parts too."),
        Flag.Boolean("json-output", "Print the result as JSON."),
        Flag.Text("t", "template", "Print the result through a Go template."),
        .. JobFileFlags.All,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var path = call.Arguments[0];
        var file = JobFileFlags.Job(call, path, Trouble);
        var showDiff = !call.Flags.Has("diff") || call.Flags.Boolean("diff");
        var request = new JsonObject { ["Job"] = file.Job, ["Diff"] = showDiff, ["PolicyOverride"] = call.Flags.Boolean("policy-override") };
        var asDocument = Troubled(() => JsonText.IsAsked(call, "json-output"));
        var code = 0;
        foreach (var region in RegionsOf(file.Job))
        {
            var plan = await AskAsync(call, request, region);
            code = Math.Max(code, ExitCode(plan));
            if (asDocument)
            {
                Troubled(() => JsonText.Printed(call, plan, ModelJson.Default.JobPlanResponse, "json-output"));
                continue;
            }
            if (region.Length > 0)
                call.Line(call.Paint.Bold($"Region: \"{region}\""));
            Print(call, file.Job, plan, showDiff);
            if (region.Length == 0)
                HowToRun(call, plan, path);
        }
        return code;
    }

    // 1 is an answer of this command.
    private static bool Troubled(Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (CommandFailure failure)
        {
            throw new CommandFailure(failure.Message, Trouble);
        }
    }

    // A job of several regions is planned in each of them; "" is wherever the agent is.
    private static IReadOnlyList<string> RegionsOf(JsonObject job) =>
        job["Multiregion"] is JsonObject block && block["Regions"] is JsonArray { Count: > 0 } regions ? [.. regions.Select(region => region?["Name"]?.GetValue<string>() ?? "")] : [""];

    private static async Task<JobPlanResponse> AskAsync(CommandCall call, JsonObject request, string region)
    {
        var job = request["Job"]!.AsObject();
        var query = JobRunCommand.QueryOf(job);
        try
        {
            return (await call.Api.Jobs.PlanAsync(job["ID"]?.GetValue<string>() ?? "", request, region.Length > 0 ? query with { Region = region } : query, call.Stop)).Value;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error during plan: {problem.Message}", Trouble);
        }
    }

    private static int ExitCode(JobPlanResponse plan)
    {
        if (plan.Diff?.Type == "None")
            return 0;
        return plan.Annotations?.DesiredTGUpdates.OrEmpty().Values.Any(updates => updates.Stop + updates.Place + updates.Migrate + updates.DestructiveUpdate + updates.Canary > 0)
            == true ? 1 : 0;
    }

    private static void Print(CommandCall call, JsonObject job, JobPlanResponse plan, bool showDiff)
    {
        var paint = call.Paint;
        if (showDiff && plan.Diff is { } diff)
            call.Line(new JobDiffText(paint, call.Verbose).Of(diff) + "\n");
        call.Line(paint.Bold("Scheduler dry-run:"));
        var failures = plan.FailedTGAllocs.OrEmpty();
        if (failures.Count == 0)
            call.Line(paint.Green("- All tasks successfully allocated."));
        else
        {
            var everywhere = job["Type"]?.GetValue<string>() is "system" or "sysbatch" ? " on all nodes" : "";
            call.Line(paint.Yellow($"- WARNING: Failed to place all allocations{everywhere}."));
            foreach (var (group, metric) in failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                call.Line(paint.Yellow("  " + PlacementText.Header(group, metric)));
                foreach (var line in PlacementText.Lines(metric, "    "))
                    call.Line(line);
                call.Line();
            }
        }
        if (plan.CreatedEvals.OrEmpty().FirstOrDefault(e => e.TriggeredBy == "rolling-update") is { } rolling)
            call.Line(paint.Green($"- Rolling update, next evaluation will be in {rolling.Wait}."));
        if (plan.NextPeriodicLaunch.Year > 1)
            call.Line(paint.Green($"- If submitted now, next periodic launch would be at {NextLaunch.Text(plan.NextPeriodicLaunch, call.Time.GetUtcNow())}."));
        if (failures.Count == 0)
            call.Line();
        if (plan.Warnings.Length > 0)
            call.Line(paint.Yellow($"Job Warnings:\n{plan.Warnings}\n"));
        Preemptions(call, plan);
    }

    private static void HowToRun(CommandCall call, JobPlanResponse plan, string path)
    {
        call.Line(call.Paint.Bold($"Job Modify Index: {plan.JobModifyIndex}"));
        call.Line("To submit the job with version verification run:\n");
        call.Line($"nomad job run -check-index {plan.JobModifyIndex}{Repeated(call)} {path}\n");
        call.Line("When running the job with the check-index flag, the job will only be run if the\n" +
            "job modify index given matches the server-side version. If the index has\n" +
            "changed, another user has modified the job and the plan's results are\npotentially invalid.");
    }

    private static void Preemptions(CommandCall call, JobPlanResponse plan)
    {
        var preempted = plan.Annotations?.PreemptedAllocs.OrEmpty() ?? [];
        if (preempted.Count == 0)
            return;
        call.Line(call.Paint.Bold("Preemptions:\n"));
        var table = preempted.Count <= MostPreemptionsListed ? new ColumnTable("Alloc ID", "Job ID", "Task Group") : new ColumnTable("Job ID", "Namespace", "Job Type", "Preemptions");
        if (preempted.Count <= MostPreemptionsListed)
        {
            foreach (var allocation in preempted)
                table.Add(allocation.ID, allocation.JobID, allocation.TaskGroup);
        }
        else
        {
            foreach (var jobs in preempted.GroupBy(a => (a.JobID, a.Namespace, a.JobType)))
                table.Add(jobs.Key.JobID, jobs.Key.Namespace, jobs.Key.JobType, jobs.Count().ToString());
        }
        call.Line(table + "\n");
    }

    // The flags that change what is submitted belong into the command to paste.
    private static string Repeated(CommandCall call) =>
        string.Concat(call.Flags.List("var").Select(pair => $" -var=\"{pair}\"")) +
        string.Concat(call.Flags.List("var-file").Select(file => $" -var-file=\"{file}\"")) +
        (call.Flags.Has("namespace") ? $" -namespace={call.Flags.Text("namespace")}" : "") +
        (call.Flags.Boolean("json") ? " -json" : "") +
        (call.Flags.Has("hcl2-strict") && !call.Flags.Boolean("hcl2-strict") ? " -hcl2-strict=false" : "");
}
