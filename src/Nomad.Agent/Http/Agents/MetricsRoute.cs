using Microsoft.AspNetCore.Http;
using Nomad.Agent.Http.Routing;
using Nomad.Agent.Metrics;

namespace Nomad.Agent.Http.Agents;

/// <summary><c>/v1/metrics</c>: the figures of this agent, as JSON or in Prometheus' form.</summary>
internal sealed class MetricsRoute(AgentServices services)
{
    private readonly MetricsReader reader = new(services, TimeProvider.System);

    public IEnumerable<Route> All => [new(Verbs.Get, "/v1/metrics", Access.Anyone, AnswerAsync)];

    private async Task AnswerAsync(ApiCall call)
    {
        if (call.Text("format") != "prometheus")
        {
            await call.JsonAsync(await reader.ReadAsync(call.Aborted), AgentJson.Default.MetricsSummary);
            return;
        }
        if (!services.Configuration.Telemetry.PrometheusMetrics)
            throw new HttpFailure(415, "Prometheus is not enabled");
        var metrics = await reader.ReadAsync(call.Aborted);
        call.Http.Response.ContentType = PrometheusText.ContentType;
        var (counters, samples) = reader.Totals();
        await call.Http.Response.WriteAsync(PrometheusText.Of(metrics.Gauges!, counters, samples), call.Aborted);
    }
}
