using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Jobs;

/// <summary><c>job promote</c>: promotes the canaries of a job's newest deployment.</summary>
public sealed class JobPromoteCommand : Command
{
    public override string Name => "job promote";

    public override string Synopsis => "Promote a job's canaries";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.List("group", "group", "Only this group; may be repeated."), Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error promoting job");
        var deployment = await NodeStatusCommand.Asking(call, "Error retrieving deployments", () => call.Api.Jobs.LatestDeploymentAsync(id, new Query { Namespace = space }, call.Stop));
        if (deployment is null)
            throw new CommandFailure($"Job {id} has no deployment to promote");
        var answer = (await NodeStatusCommand.Asking(call, $"Error promoting deployment \"{deployment.ID}\" for job \"{id}\"",
            () => call.Api.Deployments.PromoteAsync(deployment.ID, call.Flags.List("group"), stop: call.Stop))).Value;
        return await Followed.Async(call, answer.EvalID);
    }
}
