using System.Globalization;
using Nomad.Agent.Http;
using Nomad.Client.Stats;
using Nomad.Model;
using Nomad.Model.Stats;
using Nomad.Rpc;

namespace Nomad.Agent.Metrics;

/// <summary>
/// Reads the figures of this agent when they are asked for. They are gauges, all measured at that moment; nothing is counted
/// between two questions, so counters and samples stay empty.
/// </summary>
internal sealed class MetricsReader(AgentServices services, TimeProvider time)
{
    public async Task<MetricsSummary> ReadAsync(CancellationToken cancel)
    {
        var settings = services.Configuration.Telemetry;
        var gauges = new GaugeList(settings.DisableHostname ? new Dictionary<string, string>() : new Dictionary<string, string>
        {
            ["host"] = settings.UseNodeName ? services.Configuration.NodeName : Environment.MachineName,
        });
        RuntimeGauges.AddTo(gauges);
        if (services.Server is { } server)
            ServerGauges.AddTo(gauges, server, settings);
        if (services.ClientFigures is { } client)
            await AddClientAsync(gauges, Known(client()), cancel);
        var wanted = new PrefixFilter(settings.PrefixFilter, settings.FilterDefault);
        return new MetricsSummary
        {
            Timestamp = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture),
            Gauges = [.. gauges.All.Where(gauge => wanted.Lets(gauge.Name)).OrderBy(gauge => gauge.Name, StringComparer.Ordinal)],
            Points = [], Counters = [], Samples = [],
        };
    }

    // What the servers say of a node counts more than what it says of itself; an agent that is only a client does not know it.
    private ClientFigures Known(ClientFigures figures) =>
        services.Server?.State.Snapshot().Node(figures.Node.ID) is { } known ? figures with { Node = known } : figures;

    private async Task AddClientAsync(GaugeList gauges, ClientFigures figures, CancellationToken cancel)
    {
        var settings = services.Configuration.Telemetry;
        ClientGauges.AddTo(gauges, figures);
        if (settings.PublishNodeMetrics)
            ClientGauges.AddHost(gauges, figures, await services.Client!.HostStatsAsync(cancel));
        if (!settings.PublishAllocationMetrics)
            return;
        foreach (var allocation in figures.Running)
        {
            try
            {
                var usage = await services.Client!.AllocationStatsAsync(allocation.ID, "", cancel);
                foreach (var (task, used) in usage.Tasks.OrEmpty())
                    ClientGauges.AddTask(gauges, allocation, task, used);
            }
            catch (RpcException)
            {
                // It ended since it was listed.
            }
        }
    }
}
