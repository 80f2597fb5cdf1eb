using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Deployments;
using Nomad.Model.Json;

namespace Nomad.Cli.Deployments;

/// <summary><c>deployment list</c>.</summary>
public sealed class DeploymentListCommand : Command
{
    public override string Name => "deployment list";

    public override string Synopsis => "List all deployments";

    public override IReadOnlyList<Flag> Flags { get; } =
        [Flag.Text("filter", "expression", "Only deployments for which the expression holds."), Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var all = (await NodeStatusCommand.Asking(call, "Error retrieving deployments",
            () => call.Api.Deployments.ListAsync(new Query { Filter = call.Flags.Text("filter") }, call.Stop))).Value;
        if (!JsonText.Printed(call, all, ModelJson.Default.ListOfDeployment))
            call.Line(all.Count == 0 ? "No deployments found" : Table(call, all));
        return 0;
    }

    internal static string Table(CommandCall call, IReadOnlyList<Deployment> deployments)
    {
        var table = new ColumnTable("ID", "Job ID", "Job Version", "Status", "Description");
        foreach (var d in deployments.OrderByDescending(d => d.CreateIndex))
            table.Add(call.Ids.Of(d.ID), d.JobID, d.JobVersion.ToString(), d.Status, d.StatusDescription);
        return table.ToString();
    }
}
