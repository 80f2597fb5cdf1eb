using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Nomad.Agent.Commands;
using Nomad.Agent.Discovery;
using Nomad.Agent.Http;
using Nomad.Agent.Logging;
using Nomad.Agent.Metrics;
using Nomad.Agent.Peers;
using Nomad.Agent.Regions;
using Nomad.Client.Fingerprinting;
using Nomad.Client.LocalState;
using Nomad.Configuration;
using Nomad.Drivers;
using Nomad.Model.Logging;
using Nomad.Model.Stats;
using Nomad.Raft;
using Nomad.Rpc;
using Nomad.Server;

namespace Nomad.Agent.Composition;

/// <summary>
/// An agent at work. Parts start in the order server, client, HTTP and stop in the reverse order; a part that cannot start
/// stops those before it and becomes one <see cref="AgentStartException"/>.
/// </summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    // What the documented stop sequence says before a part stops.
    private static readonly Dictionary<string, (string Area, string Text)> StopLines = new()
    {
        ["client"] = ("client", "shutting down"),
        ["membership"] = ("nomad", "shutting down server"),
    };

    /// <summary>For the tasks of a node that leaves; the rest of the leave needs its time too.</summary>
    private static readonly TimeSpan NodeLeavePatience = TimeSpan.FromSeconds(8);

    /// <summary>For a server that leaves to be taken out of the Raft group: by the next leader, once there is one.</summary>
    private static readonly TimeSpan GroupLeavePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GroupLeavePause = TimeSpan.FromMilliseconds(50);

    private readonly Stack<(string Name, IAsyncDisposable Part)> parts = new();
    private ClientPieces? client;
    private ServerMembership? membership;
    private PeerPieces? peers;
    private AgentConfiguration read;
    private int stopped;

    private RunningAgent(AgentConfiguration configuration, AgentLog log)
    {
        Configuration = read = configuration;
        Log = log;
    }

    public AgentConfiguration Configuration { get; private set; }

    public AgentLog Log { get; }

    public ServerAgent? Server { get; private set; }

    /// <summary>Ends when the agent cannot go on; the text says why. Never ends for most.</summary>
    public Task<string> Failed { get; private set; } = new TaskCompletionSource<string>().Task;

    public string HttpAddress => (Configuration.TLSConfig.EnableHTTP ? "https://" : "http://") + Configuration.AdvertiseAddrs.HTTP;

    /// <summary>Starts every part; <paramref name="stop"/> ends what may take long: waiting for a cloud to answer.</summary>
    /// <exception cref="AgentStartException">Something an operator can do about is in the way, or the start was stopped.</exception>
    public static async Task<RunningAgent> StartAsync(AgentConfiguration configuration, AgentConsole console, TimeProvider time, CancellationToken stop = default)
    {
        var log = new AgentLog(console.Line, LogLevels.Parse(configuration.LogLevel), time) { AsJson = configuration.LogJson };
        var agent = new RunningAgent(configuration, log);
        try
        {
            log.SetSinks(LogSinks.Open(configuration, console, time));
            await agent.StartPartsAsync(time, stop);
            return agent;
        }
        catch (Exception problem) when (IsInTheWay(problem))
        {
            await agent.StopAsync();
            throw new AgentStartException($"Error starting agent: {problem.Message}", problem);
        }
        catch (OperationCanceledException problem) when (stop.IsCancellationRequested)
        {
            await agent.StopAsync();
            throw new AgentStartException("Error starting agent: interrupted", problem);
        }
        catch
        {
            await agent.StopAsync();
            throw;
        }
    }

    /// <summary>Waits until this agent's own node can take work.</summary>
    public Task UntilReadyAsync(CancellationToken stop) => client?.Agent.Registered.WaitAsync(stop) ?? Task.CompletedTask;

    /// <summary>Tells servers and other members that this agent goes on purpose.</summary>
    public async Task LeaveAsync(CancellationToken stop)
    {
        Log.For("agent").Info("requesting leave");
        if (client is not null && Configuration.Client.Drain is { } drain)
            await new ShutdownDrain(Configuration, client.Agent.NodeId, Log.For("client")).RunAsync(drain, stop);
        if (client is not null)
            await LeaveNodeAsync(client, stop);
        if (Server is not null)
            await LeaveGroupAsync(Server, stop);
        if (membership is not null)
            await membership.LeaveAsync(stop);
        if (Server is not null)
            await Server.StopAsync();
    }

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) != 0)
            return;
        var log = Log.For("agent");
        log.Info("requesting shutdown");
        var http = parts.Where(part => part.Name == "http").ToArray();
        foreach (var (name, part) in parts.Where(part => part.Name != "http"))
        {
            if (StopLines.TryGetValue(name, out var line))
                Log.For(line.Area).Info(line.Text);
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // The other parts still have to stop; what went wrong must not be lost.
                log.Error($"stopping the {name} failed: {problem.Message}");
            }
        }
        log.Info("shutdown complete");
        foreach (var (_, part) in http)
            await part.DisposeAsync();
        Log.SetSinks([]);
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Takes over what may change while running, see <see cref="Reloading"/>; certificates are read again, and the machine is looked at again.</summary>
    public void Reload(AgentConfiguration configuration, AgentConsole console, TimeProvider time)
    {
        Configuration = Reloading.Apply(Configuration, read, configuration, (Log, console, time));
        read = configuration;
        Reloading.Certificates(peers?.Security, Configuration.TLSConfig, Log);
        Server?.Reload(ServerPieces.OptionsOf(Configuration));
        if (client is not null)
            _ = client.Agent.LookAgainAsync();
    }

    private static async Task LeaveNodeAsync(ClientPieces client, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(NodeLeavePatience);
        await client.Agent.LeaveAsync(limit.Token);
    }

    // First out of the Raft group, then out of the pool: a group that waits for a server that is gone needs more votes than it has.
    private async Task LeaveGroupAsync(ServerAgent server, CancellationToken stop)
    {
        if (server.Raft.Configuration.Servers.Count < 2)
            return;
        await server.HandOverAsync(stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(GroupLeavePatience);
        var problem = "";
        while (true)
        {
            try
            {
                problem = await RemoveAsync(server, limit.Token);
                if (problem.Length == 0)
                    return;
                await Task.Delay(GroupLeavePause, limit.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                Log.For("nomad").Warn($"failed to leave the raft group: error=\"{problem}\"");
                return;
            }
        }
    }

    // Empty when it is out. Only Raft knows at once who leads: a server that has just handed over is not done with ending its work as the leader.
    private async Task<string> RemoveAsync(ServerAgent server, CancellationToken stop)
    {
        var raft = server.Raft;
        if (raft.Configuration.Find(raft.Id) is null)
            return "";
        try
        {
            if (raft.IsLeader)
            {
                await raft.RemoveServerAsync(raft.Id, stop); // nobody took over: it leads until it is out
                return "";
            }
            if (raft.LeaderAddress is not { Length: > 0 } leader)
                return "no cluster leader";
            using var answer = await peers!.SendAsync(HttpMethod.Delete, leader, "/v1/operator/raft/peer?id=" + Uri.EscapeDataString(raft.Id), stop);
            return answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(stop);
        }
        catch (Exception problem) when (problem is HttpRequestException or RaftException)
        {
            return problem.Message;
        }
    }

    private async Task StartPartsAsync(TimeProvider time, CancellationToken stop)
    {
        var meters = new MeterSet(time, Configuration.Telemetry.InMemoryCollectionInterval);
        Safeguards.Require(Configuration);
        if (!Configuration.DevMode)
            DataDirectory.Prepare(Configuration.DataDir);
        RegionCalls? regions = null;
        peers = new PeerPieces(Configuration, Log, time);
        parts.Push(("rpc listener", peers));
        var consul = new ConsulPieces(Configuration, peers, (Log, time));
        if (Configuration.Server.Enabled)
        {
            peers.Listen(Configuration, Log);
            regions = new RegionCalls(peers, () => membership);
            Server = await ServerPieces.StartAsync(Configuration, peers, regions, (Log, time, meters));
            parts.Push(("server", Server));
            membership = ServerMembership.Start(Configuration, Server, AgentVersion.Text, (Log, time));
            parts.Push(("membership", membership));
            var join = ServerJoin.Start(Configuration, membership, (Log, time));
            Failed = join.Failed;
            parts.Push(("join", join));
            if (consul.JoinServers(Server, membership) is { } joining)
                parts.Push(("consul join", joining));
        }
        ServerList? servers = null;
        if (Configuration.Client.Enabled)
        {
            servers = new ServerList(Server is not null ? [Configuration.AdvertiseAddrs.RPC]
                : await new JoinAddresses(Log.For("agent.joiner")).ResolveAsync(Configuration.Client.Servers, default), Random.Shared);
            var others = new RemoteServers(peers.Network, servers, Configuration.Region, Server?.Options.RpcAddress ?? "", (Log.For("client.rpc"), time),
                Server is null ? consul.SearchServers() : null);
            parts.Push(("server list", others));
            if (Server is null && ClientJoin.Start(Configuration, servers, others, (Log, time)) is { } join)
            {
                Failed = join.Failed;
                parts.Push(("client join", join));
            }
            client = await ClientPieces.StartAsync(Configuration, Server is null ? others : new NearestServers(Server, others), AgentVersion.Text, (Log, time, meters), stop);
            parts.Push(("client", client));
        }
        var services = new AgentServices
        {
            Configuration = Configuration, Log = Log, Version = AgentVersion.Text, Server = Server, Membership = membership,
            Regions = regions, Client = client?.Agent.Endpoint, ClientFigures = client is null ? null : client.Agent.Figures, Servers = servers, Meters = meters, Stats = Stats,
        };
        if (Server is { } serving)
            peers.Network.IsNode = (id, secret) => serving.State.Snapshot().Node(id) is { } node && Secrets.Same(node.SecretID, secret);
        var placement = new RequestPlacement(services, peers, servers);
        parts.Push(("http", await HttpApi.StartAsync(new HttpApiOptions
        {
            Endpoints = [.. Configuration.NormalizedAddrs.HTTP.Select(EndpointOf)],
            Region = Configuration.Region,
            KnownRegions = () => membership?.Regions ?? [Configuration.Region],
            MaxConnectionsPerCaller = Configuration.Limits.HTTPMaxConnsPerClient,
            Send = placement.SendAsync,
            Meters = meters,
            Calls = peers.Network.Calls,
            Tls = peers.Security is { } security && Configuration.TLSConfig.EnableHTTP ? HttpsOf(security) : null,
            Authorize = static (_, _) => ValueTask.CompletedTask,
            ResponseHeaders = Configuration.HTTPAPIResponseHeaders,
            LogStacks = Configuration.EnableDebug || Configuration.DevMode,
        }, AgentRouteTable.Of(services), Log)));
        if (consul.Advertise() is { } advertisement)
            parts.Push(("consul services", advertisement));
        if (StatsdSink.Start(Configuration.Telemetry, new MetricsReader(services, time), (Log.For("agent"), time)) is { } sink)
            parts.Push(("metrics sink", sink));
        parts.Push(("idle memory", new IdleMemory(time)));
    }

    private SortedDictionary<string, IReadOnlyDictionary<string, string>> Stats()
    {
        var groups = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal) { ["runtime"] = RuntimeStats.Read() };
        if (client is not null)
            groups["client"] = client.Agent.Stats();
        if (membership is not null)
            groups["serf"] = membership.Stats();
        foreach (var (name, values) in Server?.Stats() ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
            groups[name] = values;
        return groups;
    }

    // What operators can do something about: taken ports, unwritable or damaged files, wrong plugin blocks.
    private static bool IsInTheWay(Exception problem) => problem is AgentStartException or IOException or UnauthorizedAccessException or SocketException
        or DriverException or InvalidDataException or LocalStateException or FingerprintException or RaftException;

    private Action<ListenOptions> HttpsOf(PeerSecurity security) => listen => listen.UseHttps(https =>
    {
        https.SslProtocols = security.Protocols;
        https.ServerCertificateSelector = (_, _) => security.Certificate;
        https.ClientCertificateMode = Configuration.TLSConfig.VerifyHTTPSClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => security.IsOurs(certificate);
        https.HandshakeTimeout = Configuration.Limits.HTTPSHandshakeTimeout;
    });

    private static IPEndPoint EndpointOf(string address) => IPEndPoint.Parse(address);
}
