using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Deployments;
using Nomad.Model.Json;

namespace Nomad.Cli.Deployments;

/// <summary><c>deployment status</c>: one rollout, with <c>-monitor</c> until it ends.</summary>
public sealed class DeploymentStatusCommand : Command
{
    private static readonly SelectionWords Words = new("Deployment ID", "deployment(s)", "Error retrieving deployment")
    {
        NotFound = (_, prefix) => $"Error retrieving deployment: Deployment ID \"{prefix.Replace("-", "", StringComparison.Ordinal)}\" matched no deployments",
    };

    public override string Name => "deployment status";

    public override string Synopsis => "Display the status of a deployment";

    public override string Usage => "[options] <deployment>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <deployment id>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("monitor", "Follow the deployment to its end."), Flag.Duration("wait", "duration", "Pause between two looks while monitoring. Default: none, every change is shown at once"),
        Flag.Boolean("verbose", "Full ids and the allocations."), Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var deployment = await FindAsync(call, call.Arguments[0]);
        if (call.Flags.Boolean("monitor"))
            return await new DeploymentMonitor(call, call.Flags.Duration("wait")).RunAsync(deployment.ID) == "successful" ? 0 : 1;
        if (JsonText.Printed(call, deployment, ModelJson.Default.Deployment))
            return 0;
        call.Line(DeploymentText.Full(deployment, call));
        await RegionDeployments.PrintAsync(call, deployment);
        if (call.Verbose)
        {
            call.Title("Allocations");
            call.Line(AllocationTable.Of((await call.Api.Deployments.AllocationsAsync(deployment.ID, stop: call.Stop)).Value, call));
        }
        return 0;
    }

    internal static Task<Deployment> FindAsync(CommandCall call, string typed) => Selection.OneAsync(typed, Words,
        async prefix => (await call.Api.Deployments.ListAsync(new Query { Prefix = prefix }, call.Stop)).Value, candidate => candidate.ID,
        several => call.Terminal.Error.WriteLine("Prefix matched multiple deployments\n\n" + DeploymentListCommand.Table(call, several)));
}
