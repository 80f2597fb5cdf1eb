using System.Globalization;
using System.Text.Json;
using Nomad.Client.Allocations;
using Nomad.Client.Fingerprinting;
using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Client.GarbageCollection;
using Nomad.Client.LocalState;
using Nomad.Client.Registration;
using Nomad.Client.Stats;
using Nomad.Client.Tasks;
using Nomad.Model.Allocations;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Rpc;

namespace Nomad.Client;

/// <summary>One client of the cluster: composes the parts of this project and starts and stops them in order.</summary>
public sealed class ClientAgent : IAsyncDisposable
{
    private const string MetaFact = "node_meta";
    private static readonly TimeSpan LoopPause = TimeSpan.FromSeconds(1);

    private readonly ClientOptions options;
    private readonly ClientPorts ports;
    private readonly ILog log;
    private readonly LocalStore store;
    private readonly NodeIdentity identity;
    private readonly NodeFacts beside = new();
    private NodeFacts facts;
    private readonly DriverWatch drivers;
    private readonly NodeRegistration registration;
    private readonly UpdateBatch updates;
    private readonly GarbageCollector garbage;
    private readonly IntegrationWatch integrations;
    private readonly FingerprintSet fingerprints;
    private readonly CancellationTokenSource running = new();
    private readonly List<Task> loops = [];
    private readonly Lock gate = new();
    private Dictionary<string, string?> dynamicMeta;
    private Node node;
    private bool stopped;

    private ClientAgent(ClientOptions options, ClientPorts ports, LocalStore store, (FingerprintSet Fingerprints, NodeFacts Facts) host)
    {
        (this.options, this.ports, this.store) = (options, ports, store);
        (fingerprints, facts) = host;
        log = ports.Log.For("client");
        identity = NodeIdentity.Load(options, facts.Attributes.GetValueOrDefault("unique.host_id") ?? "");
        dynamicMeta = store.Fact(MetaFact) is { } text ? JsonSerializer.Deserialize(text, LocalStateJson.Default.Texts)! : [];
        node = new Node { ID = identity.Id };
        drivers = new DriverWatch([.. ports.Drivers.All], ports.Time, log.For("client.driver_mgr"));
        registration = new NodeRegistration(ports.Servers, ports.Time, log) { Returned = TellAgain };
        updates = new UpdateBatch(ports.Servers, identity, store, ports.Time, log);
        var byName = ports.Drivers.All.Where(driver => FingerprintSet.Allowed(driver.Name, options.Options, "driver"))
            .ToDictionary(driver => driver.Name, StringComparer.Ordinal);
        Allocations = new AllocSet(new ClientShared(options, () => Volatile.Read(ref node), store, byName, ports.Time, ports.Log) { Meters = ports.Meters }, updates);
        integrations = new IntegrationWatch(options, ports.Time, ports.Log) { Changed = OnIntegrationChanged };
        garbage = new GarbageCollector(options.Garbage, Allocations, options.AllocDir, ports.Time, log.For("client.gc"));
        Endpoint = new ClientEndpoint(this, new HostSampler(new HostFiles(), options, ports.Time), garbage, ports.Time);
    }

    public string NodeId => identity.Id;

    /// <summary>The node as it was last announced.</summary>
    public Node Node => Volatile.Read(ref node);

    /// <summary>What servers and the HTTP API may ask of this client.</summary>
    public IClientEndpoint Endpoint { get; }

    /// <summary>Completes when the servers know the node and it is ready for work.</summary>
    public Task Registered => registration.Registered;

    internal AllocSet Allocations { get; }

    internal ClientOptions Options => options;

    internal long TotalCompute => facts.TotalCompute;

    /// <summary>Looks at the machine, takes up what runs, and begins to work. Returns before the servers have answered.</summary>
    /// <exception cref="LocalStateException">What an earlier agent left cannot be read.</exception>
    /// <exception cref="FingerprintException">What must be found on the machine is not there.</exception>
    public static async Task<ClientAgent> StartAsync(ClientOptions options, ClientPorts ports, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.AllocDir);
        if (!options.DevMode)
            Directory.CreateDirectory(options.StateDir);
        var store = LocalStore.Open(options.DevMode ? null : Path.Combine(options.StateDir, "state.db"));
        try
        {
            var stored = store.Load();
            var fingerprints = FingerprintSet.Create(options, new HostFiles(), ports.Time, ports.Log);
            var agent = new ClientAgent(options, ports, store, (fingerprints, await fingerprints.RunAsync(cancellation)));
            await agent.BeginAsync(stored);
            return agent;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Figures for `agent-info`, section `client`.</summary>
    public IReadOnlyDictionary<string, string> Stats() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["heartbeat_ttl"] = Nomad.Model.Duration.FromTimeSpan(registration.TimeToLive).ToString(),
        ["known_servers"] = string.Join(',', (registration.LastAnswer?.Servers ?? []).Select(server => server.RPCAdvertiseAddr)),
        ["last_heartbeat"] = Nomad.Model.Duration.FromTimeSpan(registration.Silence ?? ports.Time.GetUtcNow() - registration.LastContact).ToString(),
        ["node_id"] = identity.Id,
        ["num_allocations"] = Allocations.Count.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Counts what runs here.</summary>
    public ClientFigures Figures()
    {
        var (allocations, tasks) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var (allocated, alive) = (ComparableResources.None, new List<Allocation>());
        foreach (var runner in Allocations.All)
        {
            var states = runner.States().Values;
            var status = AllocStatus.Of(states).Status;
            allocations[status] = allocations.GetValueOrDefault(status) + 1;
            foreach (var state in states)
                tasks[state.State] = tasks.GetValueOrDefault(state.State) + 1;
            if (runner.IsTerminal)
                continue;
            if (runner.Allocation.AllocatedResources is { } promised)
                allocated = allocated.Add(ComparableResources.Of(promised));
            if (status == AllocClientStatus.Running)
                alive.Add(runner.Allocation);
        }
        var known = Node with { Status = registration.Registered.IsCompletedSuccessfully ? NodeStatus.Ready : NodeStatus.Initializing };
        return new ClientFigures(known, allocations, tasks, allocated) { Running = alive };
    }

    /// <summary>
    /// Leaves for good: the servers replace what runs here, and what runs here ends, as they then want it to. Completes when it has
    /// ended or <paramref name="cancel"/> says that there is no more time.
    /// </summary>
    public async Task LeaveAsync(CancellationToken cancel)
    {
        try
        {
            await registration.LeaveAsync(cancel);
            await Task.WhenAll(Allocations.All.Where(runner => !runner.IsTerminal).Select(runner => runner.Ended)).WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.Warn("left before everything here had ended; it is replaced elsewhere all the same");
        }
    }

    /// <summary>Stops. Tasks go on running, except in dev mode, where they end and their folders are removed.</summary>
    public async Task StopAsync()
    {
        if (stopped)
            return;
        stopped = true;
        if (options.DevMode)
            await Allocations.DestroyAllAsync();
        else
            await Allocations.DetachAllAsync();
        await running.CancelAsync();
        await Task.WhenAll(loops);
        await store.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Looks at the machine and for the services beside it again, and tells the servers what changed. Never throws.</summary>
    public async Task LookAgainAsync()
    {
        integrations.Again();
        try
        {
            var fresh = await fingerprints.RunAsync(running.Token);
            lock (gate)
            {
                fresh.Replace(new NodeFacts(), beside);
                facts = fresh;
                Announce();
            }
        }
        catch (FingerprintException problem)
        {
            ports.Log.For("client.fingerprint_mgr").Warn($"looking again failed, what was found before stays: {problem.Message}");
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            // Stopping.
        }
    }

    /// <summary>Sets or takes away keys of the node's meta; they outlive the agent.</summary>
    internal async Task ChangeMetaAsync(IReadOnlyDictionary<string, string?> changes)
    {
        string text;
        lock (gate)
        {
            dynamicMeta = new Dictionary<string, string?>(dynamicMeta, StringComparer.Ordinal);
            foreach (var (key, value) in changes)
                dynamicMeta[key] = value;
            text = JsonSerializer.Serialize(dynamicMeta, LocalStateJson.Default.Texts);
        }
        await store.PutFactAsync(MetaFact, text);
        await store.FlushAsync();
        Announce();
    }

    internal IReadOnlyDictionary<string, string?> DynamicMeta
    {
        get
        {
            lock (gate)
                return dynamicMeta;
        }
    }

    private void TellAgain() => Allocations.TellAgain();

    private async Task BeginAsync(IReadOnlyList<StoredAllocation> stored)
    {
        await drivers.StartAsync(running.Token);
        drivers.Changed = OnDriverChanged;
        Announce();
        Allocations.Restore(stored);
        Allocations.Added = () => _ = CollectAsync();
        var watcher = new AllocWatcher(ports.Servers, identity, Allocations, ports.Time, log) { Refused = registration.Again };
        Run("heartbeat", registration.RunAsync);
        Run("updates", updates.RunAsync);
        Run("watch", async cancellation =>
        {
            await registration.Registered.WaitAsync(cancellation);
            await watcher.RunAsync(cancellation);
        });
        Run("gc", garbage.RunAsync);
        Run("integrations", integrations.RunAsync);
        Run("fingerprints", new PeriodicFingerprints(fingerprints, ports.Time, ports.Log) { Changed = OnHostChanged }.RunAsync);
        Run("disconnect", new DisconnectWatch(Allocations, registration, ports.Time, log).RunAsync);
    }

    private void OnIntegrationChanged(NodeFacts before, NodeFacts now)
    {
        lock (gate)
        {
            beside.Replace(before, now);
            if (facts.Replace(before, now))
                Announce();
        }
    }

    private void OnHostChanged(NodeFacts before, NodeFacts now)
    {
        lock (gate)
        {
            if (facts.Replace(before, now))
                Announce();
        }
    }

    private void OnDriverChanged(string name)
    {
        Announce();
        var info = drivers.Found()[name];
        var happened = new NodeEvent
        {
            Message = info.HealthDescription.Length > 0 ? info.HealthDescription : $"driver {name} changed",
            Subsystem = NodeEventSubsystems.Driver,
            Details = new Dictionary<string, string> { ["driver"] = name },
            Timestamp = ports.Time.GetUtcNow(),
        };
        _ = TellAsync(happened);
    }

    private async Task TellAsync(NodeEvent happened)
    {
        try
        {
            await ports.Servers.EmitEventsAsync(identity.Id, [happened], running.Token);
        }
        catch (RpcException problem)
        {
            log.Warn($"error emitting node event: {problem.Message}");
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Announce()
    {
        lock (gate)
        {
            var found = drivers.Found().Where(driver => FingerprintSet.Allowed(driver.Key, options.Options, "driver"))
                .ToDictionary(StringComparer.Ordinal);
            node = NodeAssembly.Build(options, identity, facts, new NodeExtras(found, dynamicMeta));
            registration.Announce(node);
        }
    }

    private async Task CollectAsync()
    {
        try
        {
            await garbage.CollectAsync(running.Token);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            log.Debug($"garbage collection stopped: {problem.Message}");
        }
    }

    // A loop ends by cancellation only. Anything else is a bug, is told, and the loop begins anew: a node without it would look alive and do nothing.
    private void Run(string name, Func<CancellationToken, Task> loop) => loops.Add(Task.Run(async () =>
    {
        try
        {
            while (true)
            {
                try
                {
                    await loop(running.Token);
                    return;
                }
                catch (Exception problem) when (!running.IsCancellationRequested)
                {
                    log.Error($"loop {name} failed and starts again: {problem}");
                }
                await Task.Delay(LoopPause, ports.Time, running.Token);
            }
        }
        catch (Exception) when (running.IsCancellationRequested)
        {
            // Stopping.
        }
    }));
}
