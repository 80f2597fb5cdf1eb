using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Deployments;

namespace Nomad.Cli.Deployments;

/// <summary>The deployments of one version of a job in all its regions, as one table.</summary>
internal static class RegionDeployments
{
    public static async Task PrintAsync(CommandCall call, Deployment deployment)
    {
        if (!deployment.IsMultiregion)
            return;
        var query = new Query { Namespace = deployment.Namespace };
        var table = new ColumnTable("Region", "ID", "Status");
        try
        {
            foreach (var region in (await call.Api.Jobs.GetAsync(deployment.JobID, query, call.Stop)).Value.Multiregion?.Regions.OrEmpty() ?? [])
            {
                var found = await FindAsync(call, deployment, query with { Region = region.Name });
                table.Add(region.Name, found is null ? "-" : call.Ids.Of(found.ID), found?.Status ?? "unknown");
            }
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            call.Warn($"Error fetching the deployments of other regions: {problem.Message}");
        }
        call.Title("Multiregion Deployment");
        call.Line(table.ToString());
    }

    // A region out of reach is shown as such and hides nothing of the others.
    private static async Task<Deployment?> FindAsync(CommandCall call, Deployment deployment, Query query)
    {
        try
        {
            return (await call.Api.Jobs.DeploymentsAsync(deployment.JobID, query: query, stop: call.Stop)).Value
                .FirstOrDefault(own => own.IsMultiregion && own.JobVersion == deployment.JobVersion);
        }
        catch (NomadApiException)
        {
            return null;
        }
    }
}
