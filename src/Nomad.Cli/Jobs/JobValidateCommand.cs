using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Jobspec.Admission;
using Nomad.Model;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job validate</c>: checks a job file, asking the agent when there is one.</summary>
public sealed class JobValidateCommand : Command
{
    public override string Name => "job validate";

    public override string Synopsis => "Checks if a given job specification is valid";

    public override string Usage => "[options] <path>";

    public override string Description => "Checks if a given HCL job file has a valid specification. This can be used to check for any syntax errors or validation " +
        "problems with a job.\n\nIf the supplied path is \"-\", the jobfile is read from stdin.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <path>";

    public override IReadOnlyList<Flag> Flags => JobFileFlags.All;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var job = JobFileFlags.Job(call, call.Arguments[0]).Job;
        JobValidateResponse answer;
        try
        {
            answer = (await call.Api.Jobs.ValidateAsync(new JsonObject { ["Job"] = job.DeepClone() }, JobRunCommand.QueryOf(job), call.Stop)).Value;
        }
        catch (NomadConnectionException)
        {
            answer = Locally(job);
        }
        catch (NomadApiException refusal)
        {
            throw new CommandFailure($"Error validating job: {refusal.Message}");
        }
        if (!answer.DriverConfigValidated)
            call.Line(call.Paint.Yellow("Driver configuration not validated since connection to Nomad agent couldn't be established.\n"));
        if (answer.Error.Length > 0)
        {
            call.Error("Job validation errors:");
            call.Error(answer.Error);
            return 1;
        }
        if (answer.Warnings.Length > 0)
            call.Line(call.Paint.Yellow($"Job Warnings:\n{answer.Warnings}\n"));
        call.Line(call.Paint.Green("Job validation successful"));
        return 0;
    }

    private static JobValidateResponse Locally(JsonObject document)
    {
        var report = JobAdmission.Validate(JobAdmission.Canonicalize(document, new AdmissionOptions()));
        return new JobValidateResponse
        {
            DriverConfigValidated = false,
            ValidationErrors = report.Errors,
            Error = report.ErrorText,
            Warnings = report.WarningText,
        };
    }
}
