using System.Text.Json;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;

namespace Nomad.Agent.Http.Operators;

/// <summary>The rules by which servers join and leave the Raft group, and how the servers are doing.</summary>
internal sealed class AutopilotRoutes(AgentServices services)
{
    private const int TooUnwell = 429;

    private static readonly Access Read = Access.To(AccessKind.Operator, "read");
    private static readonly Access Write = Access.To(AccessKind.Operator, "write");

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/operator/autopilot/configuration", Read, ConfigurationAsync),
        new(Verbs.Put, "/v1/operator/autopilot/configuration", Write, SetAsync),
        new(Verbs.Get, "/v1/operator/autopilot/health", Read, HealthAsync),
    ];

    private Task ConfigurationAsync(ApiCall call) =>
        call.JsonAsync(services.RequireServer().State.Snapshot().Autopilot(), ModelJson.Default.AutopilotConfig);

    private async Task SetAsync(ApiCall call)
    {
        var check = OperatorRoutes.CheckIndex(call);
        var bytes = await call.BytesAsync();
        Model.Cluster.AutopilotConfig? wanted;
        try
        {
            wanted = JsonSerializer.Deserialize(bytes.Span, ModelJson.Default.AutopilotConfig);
        }
        catch (JsonException problem)
        {
            throw HttpFailure.BadRequest("Error parsing autopilot config: " + problem.Message);
        }
        if (wanted is null)
            throw HttpFailure.BadRequest("Error parsing autopilot config: the body holds no object");
        if (wanted.LastContactThreshold.Nanoseconds < 0 || wanted.ServerStabilizationTime.Nanoseconds < 0)
            throw HttpFailure.BadRequest("Error parsing autopilot config: LastContactThreshold and ServerStabilizationTime must not be negative");
        var (updated, index) = await services.RequireServer().Operator.SetAutopilotAsync(wanted, check, call.Aborted);
        call.SetIndex(index);
        await call.JsonAsync(updated, AgentJson.Default.Boolean);
    }

    private async Task HealthAsync(ApiCall call)
    {
        var health = await services.RequireServer().HealthAsync(call.Aborted);
        if (!health.Healthy)
            call.Http.Response.StatusCode = TooUnwell;
        await call.JsonAsync(health, ModelJson.Default.OperatorHealthReply);
    }
}
