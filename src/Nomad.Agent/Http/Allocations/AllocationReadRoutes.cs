using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Allocations;

/// <summary>Reading allocations.</summary>
internal sealed class AllocationReadRoutes(AgentServices services)
{
    private static readonly Access Read = Access.Namespace("read-job");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/allocations", Read, ListAsync),
        new(Verbs.Get, "/v1/allocation/{id}", Read, OneAsync),
    ];

    private Task ListAsync(ApiCall call)
    {
        var matches = IdPrefix.Matcher(call.Options.Prefix, "alloc");
        var states = call.Text("task_states").Length == 0 || BooleanQuery.Read(call, "task_states");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Allocations)],
            snapshot => snapshot.Allocations().Where(alloc => JobReadRoutes.InNamespace(call, alloc.Namespace) && matches(alloc.ID)),
            AllocationShapes.Listing(BooleanQuery.Read(call, "resources"), states));
    }

    private Task OneAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "alloc");
        return Reads.OneAsync(call, State, [Watch.Allocation(call["id"])], snapshot => snapshot.Allocation(call["id"]) is { } found ? AllocationShapes.WithOldViews(found) : null,
            (alloc => alloc.ModifyIndex, ModelJson.Default.Allocation, "alloc not found"));
    }
}
