using Nomad.Api;
using Nomad.Cli.Deployments;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job deployments</c>: the rollouts of a job.</summary>
public sealed class JobDeploymentsCommand : Command
{
    public override string Name => "job deployments";

    public override string Synopsis => "List deployments for a job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Boolean("latest", "Only the newest."), Flag.Boolean("all", "Include those of earlier jobs with the same id."), Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var query = new Query { Namespace = space };
        if (call.Flags.Boolean("latest"))
        {
            var latest = await NodeStatusCommand.Asking(call, "Error retrieving deployments", () => call.Api.Jobs.LatestDeploymentAsync(id, query, call.Stop));
            if (latest is null || !JsonText.Printed(call, latest, ModelJson.Default.Deployment))
                call.Line(latest is null ? "No deployment found" : DeploymentText.Full(latest, call));
            return 0;
        }
        var all = (await NodeStatusCommand.Asking(call, "Error retrieving deployments", () => call.Api.Jobs.DeploymentsAsync(id, call.Flags.Boolean("all"), query, call.Stop))).Value;
        if (!JsonText.Printed(call, all, ModelJson.Default.ListOfDeployment))
            call.Line(all.Count == 0 ? "No deployments found" : DeploymentListCommand.Table(call, all));
        return 0;
    }
}
