using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;

namespace Nomad.Agent.Http.Allocations;

/// <summary>Stopping allocations.</summary>
internal sealed class AllocationWriteRoutes(AgentServices services)
{
    public IEnumerable<Route> All => [new(Verbs.Write, "/v1/allocation/{id}/stop", Access.Namespace("alloc-lifecycle"), StopAsync)];

    private async Task StopAsync(ApiCall call)
    {
        IdPrefix.RequireWhole(call["id"], "alloc");
        var answer = await services.RequireServer().Allocations.StopAsync(call["id"], BooleanQuery.Read(call, "no_shutdown_delay"),
            BooleanQuery.Read(call, "reschedule"), call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.AllocStopResponse);
    }
}
