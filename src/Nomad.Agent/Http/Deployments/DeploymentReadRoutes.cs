using Nomad.Agent.Http.Allocations;
using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Deployments;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Deployments;

/// <summary>Reading deployments.</summary>
internal sealed class DeploymentReadRoutes(AgentServices services)
{
    private static readonly Access Read = Access.Namespace("read-job");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/deployments", Read, ListAsync),
        new(Verbs.Get, "/v1/deployment/{id}", Read, OneAsync),
        new(Verbs.Get, "/v1/deployment/allocations/{id}", Read, AllocationsAsync),
    ];

    private Task ListAsync(ApiCall call)
    {
        var matches = IdPrefix.Matcher(call.Options.Prefix, "deployment");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Deployments)],
            snapshot => snapshot.Deployments().Where(d => JobReadRoutes.InNamespace(call, d.Namespace) && matches(d.ID)),
            new Listing<Deployment, Deployment>(d => PageKey.ByTime(d.CreateIndex, d.ID), ModelJson.Default.Deployment, (d, _) => d, ModelJson.Default.ListOfDeployment));
    }

    private Task OneAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "deployment");
        return Reads.OneAsync(call, State, [Watch.Deployment(call["id"])], snapshot => snapshot.Deployment(call["id"]),
            (d => d.ModifyIndex, ModelJson.Default.Deployment, "deployment not found"));
    }

    private Task AllocationsAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "deployment");
        return Reads.ListAsync(call, State, [Watch.AllocationsOfDeployment(call["id"])], snapshot => snapshot.AllocationsOfDeployment(call["id"]), AllocationShapes.Listing());
    }
}
