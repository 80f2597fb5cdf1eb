using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model.Deployments;
using Nomad.Model.Requests;

namespace Nomad.Cli.Deployments;

/// <summary>What can be done to a deployment: fail, pause, resume, promote, unblock. They differ in a verb and a sentence.</summary>
public sealed class DeploymentActionCommand(DeploymentAction action) : Command
{
    public override string Name => "deployment " + action.Verb;

    public override string Synopsis => action.Synopsis;

    public override string Usage => "[options] <deployment>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <deployment id>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("detach", "Do not follow what comes of it."), Flag.Boolean("verbose", "Full ids."),
        .. action.TakesGroups ? new[] { Flag.List("group", "group", "Only this group; may be repeated.") } : [],
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var deployment = await DeploymentStatusCommand.FindAsync(call, call.Arguments[0]);
        var answer = (await NodeStatusCommand.Asking(call, action.Trouble, () => action.Ask(call, deployment))).Value;
        if (action.Sentence(deployment, answer) is { Length: > 0 } sentence)
            call.Line(sentence);
        if (!action.Monitors || call.Flags.Boolean("detach") || answer.EvalID.Length == 0)
            return 0;
        if (action.Verb == "fail")
            call.Line();
        return await new EvaluationMonitor(call).RunAsync(answer.EvalID);
    }
}
