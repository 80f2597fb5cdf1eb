using System.Net;
using System.Net.Sockets;
using System.Text;
using Nomad.Agent.Composition;
using Nomad.Agent.Http;
using Nomad.Agent.Logging;
using Nomad.Agent.Metrics;
using Nomad.Client.Stats;
using Nomad.Configuration;
using Nomad.Configuration.Settings;
using Nomad.Model.Allocations;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Stats;

namespace Nomad.Agent.Tests.Metrics;

public sealed class Sending_to_statsd
{
    private readonly MeterSet meters = new(TimeProvider.System);

    [Fact]
    public void Gauges_are_sent_as_they_are_and_the_rest_as_what_has_come_since()
    {
        var labels = new Dictionary<string, string> { ["host"] = "a.b", ["job"] = "web x" };
        GaugeValue[] gauges = [new() { Name = "nomad.client.uptime", Value = 2.5f, Labels = labels }];
        SampledValue Of(int count, double sum) => new() { Name = "nomad.raft.apply", Count = count, Sum = sum, Labels = labels };
        var sent = new Dictionary<string, (double Sum, int Count)>();
        Assert.Equal(["nomad.a_b.client.uptime.web_x:2.5|g", "nomad.a_b.raft.apply.web_x:3|c", "nomad.a_b.raft.apply.web_x:2|ms|@0.5"],
            StatsdSink.Lines(sent, StatsdSink.Kind.Statsd, [], gauges, [Of(3, 3)], [Of(2, 4)]));
        Assert.Equal(["nomad.a_b.raft.apply.web_x:1|c"], StatsdSink.Lines(sent, StatsdSink.Kind.Statsd, [], [], [Of(4, 4)], [Of(2, 4)]));
        Assert.Equal(["nomad.raft.apply:1|c|#host:a.b,job:web_x,team:one"], StatsdSink.Lines([], StatsdSink.Kind.Datadog, ["team:one"], [], [Of(1, 1)], []));
    }

    [Fact]
    public async Task A_receiver_of_datagrams_gets_them_at_the_interval_and_names_have_no_host_when_that_is_wanted()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var settings = Settings() with { StatsdAddr = receiver.Client.LocalEndPoint!.ToString()!, DisableHostname = true };
        meters.Count("raft.apply");
        await using var sink = Start(settings);
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var seen = "";
        while (!seen.Contains("nomad.raft.apply:1|c\n", StringComparison.Ordinal) || !seen.Contains("nomad.runtime.", StringComparison.Ordinal))
            seen += Encoding.UTF8.GetString((await receiver.ReceiveAsync(limit.Token)).Buffer);
    }

    [Fact]
    public async Task A_receiver_of_a_stream_may_come_later_and_go()
    {
        var address = $"127.0.0.1:{Ports.Free()}";
        await using var sink = Start(Settings() with { StatsiteAddr = address });
        using var receiver = new TcpListener(IPEndPoint.Parse(address));
        receiver.Start();
        using var limit = new CancellationTokenSource(Eventually.Patience);
        for (var time = 0; time < 2; time++)
        {
            using var connection = await receiver.AcceptTcpClientAsync(limit.Token);
            using var reader = new StreamReader(connection.GetStream());
            Assert.Matches(@"^nomad\..*\|g$", await reader.ReadLineAsync(limit.Token));
        }
    }

    [Fact]
    public async Task Figures_that_cannot_be_read_are_complained_of_once_and_come_again_with_what_was_counted_meanwhile()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var failures = 0;
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var log = new AgentLog(lines.Enqueue, LogSeverity.Info, TimeProvider.System);
        log.Release();
        meters.Count("raft.apply");
        await using var sink = Start(Settings() with { StatsdAddr = receiver.Client.LocalEndPoint!.ToString()! }, log.For("metrics"),
            () => Interlocked.Increment(ref failures) <= 3 ? throw new InvalidOperationException("the client is not there yet") : Figures);
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var seen = "";
        while (!seen.Contains("raft.apply:1|c\n", StringComparison.Ordinal))
            seen += Encoding.UTF8.GetString((await receiver.ReceiveAsync(limit.Token)).Buffer);
        Assert.Contains("the client is not there yet", Assert.Single(lines));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("host:port")]
    public void An_address_that_is_none_ends_the_start(string address)
    {
        var problem = Assert.Throws<AgentStartException>(() => Start(Settings() with { StatsdAddr = address }));
        Assert.Contains($"statsd_address \"{address}\" is not of the form host:port", problem.Message);
    }

    private static TelemetrySettings Settings() => new() { CollectionInterval = TimeSpan.FromMilliseconds(50) };

    private static readonly ClientFigures Figures = new(new Node(), new Dictionary<string, int>(), new Dictionary<string, int>(), new ComparableResources());

    private StatsdSink Start(TelemetrySettings settings, ILog? log = null, Func<ClientFigures>? client = null)
    {
        var services = new AgentServices
        {
            Configuration = new AgentConfiguration { Telemetry = settings }, Log = new AgentLog(_ => { }, LogSeverity.Error, TimeProvider.System), Version = "2.0.0", Meters = meters, ClientFigures = client,
            Stats = () => new Dictionary<string, IReadOnlyDictionary<string, string>>(),
        };
        return StatsdSink.Start(settings, new MetricsReader(services, TimeProvider.System), (log ?? NoLog.Instance, TimeProvider.System))!;
    }
}
