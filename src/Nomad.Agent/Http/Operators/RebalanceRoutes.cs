using System.Globalization;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Model.Rebalancing;

namespace Nomad.Agent.Http.Operators;

/// <summary>Our own: which allocations would do better elsewhere (GET), and moving them (PUT).</summary>
internal sealed class RebalanceRoutes(AgentServices services)
{
    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/operator/rebalance", Access.To(AccessKind.Operator, "read"), PlanAsync),
        new(Verbs.Write, "/v1/operator/rebalance", Access.To(AccessKind.Operator, "write"), MoveAsync),
    ];

    private async Task PlanAsync(ApiCall call)
    {
        var server = services.RequireServer();
        var job = call.Text("job");
        var plan = server.Rebalancing.Plan(server.State.Snapshot(), new RebalanceRequest
        {
            MaxMoves = (int)Number(call, "max_moves"), MinGain = Number(call, "min_gain"), JobID = job, Namespace = job.Length > 0 ? call.Options.Namespace : "",
        });
        call.SetReadHeaders(plan.Index);
        await call.JsonAsync(plan, ModelJson.Default.RebalancePlan);
    }

    private async Task MoveAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.RebalanceRequest);
        var plan = await services.RequireServer().Rebalancing.MoveAsync(request, call.Aborted);
        call.SetIndex(plan.Index);
        await call.JsonAsync(plan, ModelJson.Default.RebalancePlan);
    }

    private static double Number(ApiCall call, string key) => call.Text(key) is not { Length: > 0 } text ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < int.MaxValue ? number
        : throw HttpFailure.BadRequest($"{key} must be a number; got \"{text}\"");
}
