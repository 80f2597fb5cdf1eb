using System.Collections.Concurrent;
using System.Text.Json;
using Nomad.Client.Fingerprinting;
using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Model.Logging;

namespace Nomad.Client.Tests.Fingerprinting;

public sealed class IntegrationTests
{
    private const string Self = """
        {"Config":{"Datacenter":"dc1","NodeName":"consul-1","Revision":"abcdef12","Server":true,"Version":"1.18.0"},
         "Member":{"Tags":{"segment":"alpha"}},"Stats":{"license":{}},
         "DebugConfig":{"ConnectEnabled":true,"GRPCPort":8502,"GRPCTLSPort":8503,"DNSPort":8600,"DNSAddrs":["tcp://127.0.0.1:8600","udp://10.0.0.9:8600"]}}
        """;

    [Fact]
    public void A_consul_agent_tells_attributes_and_a_link()
    {
        var facts = ConsulFacts.Read(JsonDocument.Parse(Self).RootElement, "default", secure: false);
        Assert.Equal("""
            consul.connect=true consul.datacenter=dc1 consul.dns.port=8600 consul.ft.namespaces=false consul.grpc=8502 consul.revision=abcdef12
            consul.segment=alpha consul.server=true consul.sku=oss consul.version=1.18.0 unique.consul.dns.addr=10.0.0.9 unique.consul.name=consul-1
            """.ReplaceLineEndings(" "), string.Join(' ', facts.Attributes.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal("dc1.consul-1", facts.Links["consul"]);
    }

    [Fact]
    public void A_named_cluster_has_its_name_in_its_attributes_and_secure_its_own_port()
    {
        var facts = ConsulFacts.Read(JsonDocument.Parse(Self.Replace("1.18.0", "1.18.0+ent")).RootElement, "east", secure: true);
        Assert.Equal(("8503", "ent", "default"), (facts.Attributes["consul.east.grpc"], facts.Attributes["consul.east.sku"], facts.Attributes["consul.east.partition"]));
        Assert.Equal("10.0.0.9", facts.Attributes["unique.consul.east.dns.addr"]);
        Assert.Empty(facts.Links);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Config":[1],"DebugConfig":{"DNSAddrs":[3,"nonsense"],"GRPCPort":{}}}""")]
    public void An_answer_of_another_shape_harms_nothing(string text)
    {
        var facts = ConsulFacts.Read(JsonDocument.Parse(text).RootElement, "default", secure: false);
        Assert.Equal(["consul.ft.namespaces"], facts.Attributes.Keys);
        Assert.Equal(["vault.accessible"], VaultFacts.Read(JsonDocument.Parse(text).RootElement, "default").Attributes.Keys);
    }

    [Fact]
    public async Task What_answers_becomes_facts_of_the_node_and_is_asked_once()
    {
        using var consul = new LoopbackServer(request => request.Url!.AbsolutePath == "/v1/agent/self" && request.Headers["X-Consul-Token"] == "tok" ? Self : null);
        using var vault = new LoopbackServer(request => request.Url!.AbsolutePath == "/v1/sys/seal-status"
            ? """{"type":"shamir","sealed":false,"version":"1.16.0","cluster_name":"vault-cluster-1","cluster_id":"5a1c6a68"}""" : null);
        await using var watched = new Watched(Options(
            new IntegrationAccess { Address = $"127.0.0.1:{consul.Port}", Headers = new Dictionary<string, string> { ["X-Consul-Token"] = "tok" } },
            new IntegrationAccess { Address = vault.Address, Tls = true }));
        await watched.Until(facts => facts.ContainsKey("consul.version") && facts.ContainsKey("vault.version"));
        Assert.Equal(("1.16.0", "vault-cluster-1", "5a1c6a68"), (watched.Fact("vault.version"), watched.Fact("vault.cluster_name"), watched.Fact("vault.cluster_id")));
        Assert.Equal((1, 1), (consul.Asked, vault.Asked));
        Assert.DoesNotContain(watched.Lines, line => line.Severity > LogSeverity.Info);
    }

    [Fact]
    public async Task Absence_is_one_warning_and_what_comes_later_is_found()
    {
        var port = Ports.Free();
        await using var watched = new Watched(Options(new IntegrationAccess { Address = $"127.0.0.1:{port}" }));
        await Eventually.TrueAsync(() => watched.Lines.Count(line => line.Severity == LogSeverity.Debug) >= 3, "three more tries");
        var warning = Assert.Single(watched.Lines, line => line.Severity >= LogSeverity.Warn);
        Assert.Contains($"Get 'http://127.0.0.1:{port}/v1/agent/self': Connection refused", warning.Text, StringComparison.Ordinal);
        using var consul = new LoopbackServer(_ => Self, port);
        await watched.Until(facts => facts.ContainsKey("consul.version"));
        await Eventually.TrueAsync(() => watched.Lines.Any(line => line.Text.Contains("consul agent is available", StringComparison.Ordinal)), "it is said");
    }

    [Fact]
    public async Task Asked_again_a_service_that_went_takes_its_facts_with_it()
    {
        var there = true;
        using var consul = new LoopbackServer(_ => Volatile.Read(ref there) ? Self : null);
        await using var watched = new Watched(Options(new IntegrationAccess { Address = consul.Address }));
        await watched.Until(facts => facts.ContainsKey("consul.version"));
        Volatile.Write(ref there, false);
        watched.Again();
        await watched.Until(facts => facts.Count == 0);
        await Eventually.TrueAsync(() => watched.Lines.Any(line => line.Severity >= LogSeverity.Warn), "it is said");
        Assert.Single(watched.Lines, line => line.Severity >= LogSeverity.Warn);
    }

    [Fact]
    public async Task Wrong_addresses_and_certificates_are_one_warning_too()
    {
        await using var watched = new Watched(Options(
            new IntegrationAccess { Address = "ftp://consul" },
            new IntegrationAccess { Address = "https://127.0.0.1:1", CaFile = "/no/such/ca.pem" }));
        await Eventually.TrueAsync(() => watched.Lines.Count(line => line.Severity == LogSeverity.Debug) >= 4, "more tries");
        Assert.Equal(2, watched.Lines.Count(line => line.Severity >= LogSeverity.Warn));
    }

    [Fact]
    public async Task A_denied_fingerprint_asks_nobody()
    {
        var watch = new IntegrationWatch(Options(new IntegrationAccess { Address = "127.0.0.1:1" }) with
        {
            Options = new Dictionary<string, string> { ["fingerprint.denylist"] = "consul,vault" },
        }, TimeProvider.System, NoLog.Instance);
        await watch.RunAsync(CancellationToken.None).WaitAsync(Eventually.Patience);
    }

    private static ClientOptions Options(IntegrationAccess consul, IntegrationAccess? vault = null) =>
        new() { StateDir = "", AllocDir = "", Consul = [consul], Vault = vault is null ? [] : [vault] };

    /// <summary>A watch at work, quick to try again.</summary>
    private sealed class Watched : ILog, IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly NodeFacts facts = new();
        private readonly IntegrationWatch watch;
        private readonly Task running;

        public Watched(ClientOptions options)
        {
            watch = new IntegrationWatch(options, TimeProvider.System, this)
            {
                Pauses = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100)),
                Changed = (before, now) =>
                {
                    lock (facts)
                        facts.Replace(before, now);
                },
            };
            running = watch.RunAsync(stop.Token);
        }

        public ConcurrentQueue<(LogSeverity Severity, string Text)> Lines { get; } = new();

        public string Area => "";

        public bool Enabled(LogSeverity severity) => true;

        public void Write(LogSeverity severity, string area, string message) => Lines.Enqueue((severity, message));

        public ILog For(string area) => this;

        public void Again() => watch.Again();

        public string Fact(string name)
        {
            lock (facts)
                return facts.Attributes[name];
        }

        public Task Until(Func<IReadOnlyDictionary<string, string>, bool> condition) => Eventually.TrueAsync(() =>
        {
            lock (facts)
                return condition(facts.Attributes);
        }, "facts");

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Patience));
        }
    }
}
