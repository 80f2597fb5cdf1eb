using System.Globalization;
using Nomad.Agent.Http;
using Nomad.Client.Stats;
using Nomad.Model;
using Nomad.Model.Stats;
using Nomad.Rpc;

namespace Nomad.Agent.Metrics;

/// <summary>
/// Reads the figures of this agent when they are asked for: gauges are measured at that moment; counters and samples were kept by its
/// parts at work, and tell of the last finished interval.
/// </summary>
internal sealed class MetricsReader(AgentServices services, TimeProvider time)
{
    public async Task<MetricsSummary> ReadAsync(CancellationToken cancel)
    {
        var settings = services.Configuration.Telemetry;
        var labels = Labels;
        var gauges = new GaugeList(labels);
        RuntimeGauges.AddTo(gauges);
        if (services.Server is { } server)
            ServerGauges.AddTo(gauges, server, settings);
        if (services.ClientFigures is { } client)
            await AddClientAsync(gauges, Known(client()), cancel);
        var wanted = Wanted;
        return new MetricsSummary
        {
            Timestamp = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture),
            Gauges = [.. gauges.All.Where(gauge => wanted.Lets(gauge.Name)).OrderBy(gauge => gauge.Name, StringComparer.Ordinal)],
            Points = [],
            Counters = [.. services.Meters.Counters(labels).Where(each => wanted.Lets(each.Name))],
            Samples = [.. services.Meters.Samples(labels).Where(each => wanted.Lets(each.Name))],
        };
    }

    /// <summary>The same counters and samples since the start, as Prometheus wants them.</summary>
    public (IReadOnlyList<SampledValue> Counters, IReadOnlyList<SampledValue> Samples) Totals()
    {
        var (wanted, labels) = (Wanted, Labels);
        return ([.. services.Meters.CounterTotals(labels).Where(each => wanted.Lets(each.Name))],
            [.. services.Meters.SampleTotals(labels).Where(each => wanted.Lets(each.Name))]);
    }

    private PrefixFilter Wanted => new(services.Configuration.Telemetry.PrefixFilter, services.Configuration.Telemetry.FilterDefault);

    private Dictionary<string, string> Labels => services.Configuration.Telemetry is { DisableHostname: false } settings
        ? new() { ["host"] = settings.UseNodeName ? services.Configuration.NodeName : Environment.MachineName } : [];

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
