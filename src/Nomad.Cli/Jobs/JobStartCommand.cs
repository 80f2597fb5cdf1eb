using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job start</c>: registers the newest version of a stopped job again.</summary>
public sealed class JobStartCommand : Command
{
    public override string Name => "job start";

    public override string Synopsis => "Start a stopped job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var job = await JobStatusCommand.FindAsync(call, call.Arguments[0], "Error starting job");
        if (!job.Stop)
            throw new CommandFailure($"Error starting job: job \"{job.ID}\" is not stopped");
        var document = JsonSerializer.SerializeToNode(job with { Stop = false }, ModelJson.Default.Job)!;
        var answer = (await NodeStatusCommand.Asking(call, "Error starting job", () => call.Api.Jobs.RegisterAsync(
            new JsonObject { ["Job"] = document }, new Query { Namespace = job.Namespace }, call.Stop))).Value;
        if (!call.Flags.Boolean("detach") && answer.EvalID.Length > 0 && job.Periodic is null)
            return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
        call.Line("Job start successful");
        if (answer.EvalID.Length > 0)
            call.Line($"Evaluation ID: {answer.EvalID}");
        return 0;
    }
}
