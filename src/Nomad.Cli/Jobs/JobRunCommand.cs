using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Output;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job run</c>: registers the job of a file and follows what comes of it.</summary>
public sealed class JobRunCommand : Command
{
    public override string Name => "job run";

    public override string Synopsis => "Run a new job or update an existing job";

    public override string Usage => "[options] <path>";

    public override string Description => "Starts running a new job or updates an existing job using the specification located at <path>. " +
        "This is the main command used to interact with Nomad.\n\nIf the supplied path is \"-\", the jobfile is read from stdin.\n\nUpon successful job submission, " +
        "this command will immediately enter an interactive monitor. This is useful to watch Nomad's internals make scheduling decisions and place the submitted work " +
        "onto nodes. The monitor will end once job placement is done. It is safe to exit the monitor early using ctrl+c.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <path>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("check-index", "index", "Register only when the job's modify index on the server is this one; 0: only when there is no such job."),
        Flag.Boolean("detach", "Print the evaluation's id and return."),
        Flag.Boolean("verbose", "Full ids."),
        Flag.Boolean("output", "Print the JSON that would be submitted; submit nothing."),
        Flag.Number("eval-priority", "priority", "Priority of the evaluation, 1 to 100. Default: the job's own"),
        Flag.Boolean("preserve-counts", "Keep the counts of the groups that the server has."),
        Flag.Boolean("preserve-resources", "Keep the resources of the tasks that the server has."),
        Flag.Boolean("policy-override", "Override soft mandatory policies."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JobFileFlags.All,
        Flag.Boolean("hcl1", "Accepted for the sake of old scripts: files of the HCL1 era are read as they are.") with { Hidden = true },
        Flag.Text("vault-token", "token", "") with { Hidden = true, Refusal = "jobs reach Vault by the identities of their tasks; nobody hands in a token with a job any more." },
        Flag.Text("consul-token", "token", "") with { Hidden = true, Refusal = "jobs reach Consul by the identities of their tasks; nobody hands in a token with a job any more." },
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var file = JobFileFlags.Job(call, call.Arguments[0]);
        if (call.Flags.Boolean("output"))
        {
            call.Line(Indented(new JsonObject { ["Job"] = file.Job.DeepClone() }));
            return 0;
        }
        var id = file.Job["ID"]?.GetValue<string>() ?? "";
        var request = new JsonObject
        {
            ["Job"] = file.Job,
            ["PreserveCounts"] = call.Flags.Boolean("preserve-counts"),
            ["PreserveResources"] = call.Flags.Boolean("preserve-resources"),
            ["PolicyOverride"] = call.Flags.Boolean("policy-override"),
            ["EvalPriority"] = call.Flags.Number("eval-priority"),
            ["Submission"] = new JsonObject { ["Source"] = file.Source, ["Format"] = file.Format },
        };
        if (call.Flags.Has("check-index"))
        {
            request["EnforceIndex"] = true;
            request["JobModifyIndex"] = call.Flags.Number("check-index");
        }
        var answer = await RegisterAsync(call, request, QueryOf(file.Job));
        if (answer.Warnings.Length > 0)
            call.Warn($"Job Warnings:\n{answer.Warnings}\n");
        return await ReportAsync(call, file.Job, answer);
    }

    /// <summary>A job's own region wins over the flag.</summary>
    internal static Query QueryOf(JsonObject job) => new() { Region = job["Region"]?.GetValue<string>() ?? "", Namespace = job["Namespace"]?.GetValue<string>() ?? "" };

    internal static string Indented(JsonObject document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer, new System.Text.Json.JsonWriterOptions
        {
            Indented = true, IndentSize = 4, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static async Task<JobRegisterResponse> RegisterAsync(CommandCall call, JsonObject request, Query query)
    {
        try
        {
            return (await call.Api.Jobs.RegisterAsync(request, query, call.Stop)).Value;
        }
        catch (NomadApiException refusal) when (refusal.Body.Contains("Enforcing job modify index", StringComparison.Ordinal))
        {
            call.Error(refusal.Body[refusal.Body.IndexOf("Enforcing job modify index", StringComparison.Ordinal)..]);
            throw new CommandFailure("Job not updated");
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error submitting job: {problem.Message}");
        }
    }

    private static async Task<int> ReportAsync(CommandCall call, JsonObject job, JobRegisterResponse answer)
    {
        var periodic = job["Periodic"] is JsonObject;
        if (!call.Flags.Boolean("detach") && !periodic && job["ParameterizedJob"] is not JsonObject && answer.EvalID.Length > 0)
            return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
        call.Line("Job registration successful");
        if (periodic && NextLaunch.Of(job, call.Time.GetUtcNow()) is { } next)
            call.Line($"Approximate next launch time: {NextLaunch.Text(next, call.Time.GetUtcNow())}");
        if (answer.EvalID.Length > 0)
            call.Line($"Evaluation ID: {answer.EvalID}");
        return 0;
    }
}
