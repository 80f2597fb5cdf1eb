using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job eval</c>: asks the scheduler to look at a job again.</summary>
public sealed class JobEvalCommand : Command
{
    public override string Name => "job eval";

    public override string Synopsis => "Force an evaluation for the job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids."),
        Flag.Boolean("force-reschedule", "Place failed allocations again even if it is not their time."),
        Flag.Number("eval-priority", "priority", "Priority of the evaluation, 1 to 100."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error evaluating job");
        var request = new JobEvaluateRequest { JobID = id, EvalOptions = new EvalOptions { ForceReschedule = call.Flags.Boolean("force-reschedule") } };
        var answer = (await NodeStatusCommand.Asking(call, "Error evaluating job",
            () => call.Api.Jobs.EvaluateAsync(id, request, new Query { Namespace = space }, call.Stop))).Value;
        if (!call.Flags.Boolean("detach"))
            return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
        call.Line($"Created eval ID: \"{call.Ids.Of(answer.EvalID)}\" ");
        return 0;
    }
}
