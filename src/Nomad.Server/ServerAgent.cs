using Nomad.Model.Stats;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;
using Nomad.Server.Collection;
using Nomad.Server.Deployments;
using Nomad.Server.Draining;
using Nomad.Server.Endpoints;
using Nomad.Server.Evaluations;
using Nomad.Server.Events;
using Nomad.Server.Heartbeats;
using Nomad.Server.Leadership;
using Nomad.Server.Membership;
using Nomad.Server.Periodic;
using Nomad.Server.Plans;
using Nomad.Server.Rebalancing;
using Nomad.Server.Regions;
using Nomad.Server.Replication;
using Nomad.Server.Snapshots;
using Nomad.Server.State;
using Nomad.Server.Workers;

namespace Nomad.Server;

/// <summary>A whole server: state, consensus, scheduling and what users and clients call. Safe for any number of threads.</summary>
public sealed class ServerAgent : IAsyncDisposable
{
    private const int RestoreAttempts = 10, ElectionTicks = 12;
    private static readonly TimeSpan RestorePause = TimeSpan.FromMilliseconds(100), LeadAgainPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> running = [];
    private readonly ServerContext context;
    private readonly PlanQueue plans = new();
    private readonly CommitRouter router;
    private readonly Leader leader;
    private readonly WorkerPool workers;
    private readonly HealthWatch health;
    private readonly ILog log;
    private readonly Permits restoring = new(1);
    private volatile Reign? reign;
    private IRaftStorage? storage;
    private IRaftTransport? transport;
    private RaftNode? node;

    private ServerAgent(ServerOptions options, ServerPorts ports)
    {
        Options = options;
        log = ports.Log.For("nomad");
        State = new StateStore(ports.Time) { TrackedVersions = options.JobTrackedVersions };
        Events = options.EventBufferSize > 0 ? new EventBuffer(State, options.EventBufferSize) : null;
        var proposer = new Proposer(ports.Meters);
        var broker = new EvaluationBroker(ports, options.Broker);
        context = new ServerContext(options, ports, State, proposer)
        {
            Broker = broker,
            Blocked = new BlockedEvaluations(broker, ports),
            Heartbeats = new HeartbeatTracker(State, proposer, options.Heartbeats, ports),
            Group = new ServerGroup(ports.Time),
        };
        health = new HealthWatch(context.Group, State, ports, () => Raft);
        var collector = new GarbageCollector(proposer, options.Collection, ports);
        var deployments = new DeploymentWatcher(State, proposer, ports);
        var periodic = new PeriodicDispatcher(State, proposer, ports);
        var rollouts = new RolloutWatcher(State, proposer, options, ports);
        var drainer = new NodeDrainer(State, proposer, ports);
        router = new CommitRouter(State, broker, context.Blocked, deployments, drainer, periodic, rollouts);
        workers = new WorkerPool(types => new EvaluationWorker(broker, plans, State, proposer, collector, ports, types), WorkerCount(options), options.EnabledSchedulers);
        Rebalancing = new RebalanceEndpoint(context);
        leader = new Leader(context, router, plans,
        [
            new PlanApplier(plans, broker, State, proposer, ports, options.PlanRejections).RunAsync,
            context.Heartbeats.RunAsync,
            deployments.RunAsync, rollouts.RunAsync,
            drainer.RunAsync,
            periodic.RunAsync,
            new Reapers(broker, context.Blocked, proposer, ports, options.Broker).RunAsync,
            new CollectionSchedule(broker, State, options.Collection, ports).RunAsync,
            Rebalancing.RunAsync,
            health.RunAsync,
            new GroupKeeper(context.Group, health, State, ports, () => Raft).RunAsync,
            workers.RunAsync,
        ]);
        Jobs = new JobEndpoint(context);
        Nodes = new NodeEndpoint(context);
        Allocations = new AllocationEndpoint(context);
        Evaluations = new EvaluationEndpoint(context);
        Deployments = new DeploymentEndpoint(context);
        Operator = new OperatorEndpoint(context);
        Namespaces = new NamespaceEndpoint(context);
        Quotas = new QuotaEndpoint(context);
        Volumes = new VolumeEndpoint(context);
        System = new SystemEndpoint(context, collector);
    }

    public ServerOptions Options { get; private set; }

    public StateStore State { get; }

    /// <summary>What this server counts and measures of its work.</summary>
    public MeterSet Meters => context.Ports.Meters;

    /// <summary>The newest changes, for those who follow them; null when the configuration wants none kept.</summary>
    public EventBuffer? Events { get; }

    internal Proposer Proposer => context.Proposer;

    public JobEndpoint Jobs { get; }

    /// <summary>Also what clients call (<see cref="Rpc.INodeEndpoint"/>).</summary>
    public NodeEndpoint Nodes { get; }

    public AllocationEndpoint Allocations { get; }

    public EvaluationEndpoint Evaluations { get; }

    public DeploymentEndpoint Deployments { get; }

    public OperatorEndpoint Operator { get; }

    public RebalanceEndpoint Rebalancing { get; }

    public NamespaceEndpoint Namespaces { get; }

    public QuotaEndpoint Quotas { get; }

    public VolumeEndpoint Volumes { get; }

    public SystemEndpoint System { get; }

    /// <summary>The servers of this region that gossip knows; the agent keeps it current.</summary>
    public ServerGroup Group => context.Group;

    /// <summary>The consensus group, for membership and figures.</summary>
    public RaftNode Raft => node ?? throw new InvalidOperationException("the server has not started");

    /// <summary>Whether this server leads and its services run.</summary>
    public bool IsLeader => leader.IsEstablished;

    /// <summary>Address of the leader's RPC port, null while none is known.</summary>
    public string? LeaderAddress => node?.LeaderAddress;

    public EvaluationBroker Broker => context.Broker;

    public BlockedEvaluations Blocked => context.Blocked;

    /// <summary>Plans that wait to be checked, and nodes whose heartbeats this server, the leader, waits for.</summary>
    public (int Plans, int Heartbeats) Awaited => (plans.Count, context.Heartbeats.Count);

    /// <summary>Starts a server; with one server in the group it leads and answers when this completes.</summary>
    public static async Task<ServerAgent> StartAsync(ServerOptions options, ServerPorts ports)
    {
        var server = new ServerAgent(options, ports);
        try
        {
            await server.StartAsync();
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
        return server;
    }

    /// <summary>The figures of <c>agent-info</c> that belong to the server, by section.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Stats() => ServerFigures.Of(this, context.Heartbeats.Count, plans.Count);

    /// <summary>How the servers of the group are doing, as this server, their leader, finds them now.</summary>
    public Task<OperatorHealthReply> HealthAsync(CancellationToken cancel) => health.MeasureAsync(cancel);

    /// <summary>How far this server's log is.</summary>
    public RaftReport Report() => HealthWatch.Of(Raft.Stats());

    /// <summary>Writes an archive of the state as this server knows it.</summary>
    public void SaveSnapshot(Stream target) => SnapshotArchive.Write(State.Snapshot(), Raft.Stats().Term, context.Ports.Now, target);

    /// <summary>Replaces the state of the whole group by that of an archive and leads on with it. Leader only; writes wait meanwhile.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged; nothing changed.</exception>
    public async Task RestoreSnapshotAsync(Stream archive, CancellationToken cancel)
    {
        var (header, content) = SnapshotArchive.Read(archive);
        await using var owned = content;
        SnapshotArchive.Load(content);
        await ReplaceStateAsync(content, cancel);
        log.Info($"state restored from a snapshot: id={header.ID} index={header.Index}");
    }

    /// <summary>
    /// Replaces the state of the whole group by one that <see cref="StateStore.Save"/> wrote to a stream that can seek, and leads on with it. Leader only;
    /// writes wait meanwhile. Once begun it cannot be called off: the leader must forget what it holds of a state that is gone, whoever still waits for it.
    /// </summary>
    public async Task ReplaceStateAsync(Stream content, CancellationToken cancel)
    {
        await restoring.WaitAsync(cancel);
        using var pause = context.Proposer.Pause();
        try
        {
            await ProposeStateAsync(content);
            await ReassertAsync();
        }
        finally
        {
            restoring.Release();
        }
    }

    /// <summary>Takes over what may change while running: the workers and Raft's pace. All else of the options must be the same.</summary>
    public void Reload(ServerOptions next)
    {
        var old = Options;
        Options = next;
        if (WorkerCount(old) != WorkerCount(next) || !old.EnabledSchedulers.SequenceEqual(next.EnabledSchedulers))
        {
            log.Info($"restarting scheduling worker(s): num_workers={WorkerCount(next)} schedulers=[{string.Join(", ", next.EnabledSchedulers.Append(EvalTypes.Core))}]");
            workers.Change(WorkerCount(next), next.EnabledSchedulers);
        }
        var (before, after) = (TuningOf(old), TuningOf(next));
        if (before == after)
            return;
        log.Info($"raft goes on at another pace: tick={after.TickInterval.TotalMilliseconds}ms snapshot_threshold={after.SnapshotThreshold} snapshot_interval={Duration.FromTimeSpan(after.SnapshotInterval)} trailing_logs={after.TrailingEntries}");
        Raft.Tune(after);
    }

    /// <summary>Before it leaves for good: hands leadership over where there is another server.</summary>
    public async Task HandOverAsync(CancellationToken cancel)
    {
        if (node is { IsLeader: true } raft && raft.Configuration.VoterCount > 1)
        {
            try
            {
                await raft.TransferLeadershipAsync(null, cancel);
            }
            catch (RaftException problem)
            {
                log.Warn($"leadership was not handed over: error=\"{problem.Message}\"");
            }
        }
    }

    /// <summary>Stops at once. What was committed is kept.</summary>
    public async Task StopAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        stopping.Cancel();
        try
        {
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        if (node is not null)
            await node.DisposeAsync();
        if (transport is not null)
            await transport.DisposeAsync();
        storage?.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync()
    {
        State.Committed += commit =>
        {
            if (leader.IsEstablished)
                router.Route(commit);
        };
        storage = Options.DataDirectory is { } directory
            ? new DiskRaftStorage(Path.Combine(directory, "raft"), files: context.Ports.Files, snapshotStep: Options.RaftSnapshotStep) : new MemoryRaftStorage();
        transport = context.Ports.Transport ?? new MemoryNetwork().Attach(Options.Name);
        var peers = Options.DataDirectory is { } stored ? new PeersFile(Path.Combine(stored, "raft", "peers.json"), context.Ports.Files, log) : null;
        var group = peers?.Read();
        node = await RaftNode.StartAsync(new RaftOptions
        {
            NodeId = $"{Options.Name}.{Options.Region}",
            Address = Options.RpcAddress,
            Bootstrap = Options.BootstrapExpect == 1,
            ReplacedGroup = group,
            Seed = context.Ports.NextSeed(),
            TickInterval = Options.ElectionTimeout / ElectionTicks,
            ElectionTicks = ElectionTicks,
            StrainedElectionTicks = 4 * ElectionTicks,
            SnapshotThreshold = Options.RaftSnapshotThreshold, SnapshotInterval = Options.RaftSnapshotInterval,
            TrailingEntries = Options.RaftTrailingLogs,
        }, storage, transport, context.Ports.Observe(new ReplicatedState(State)), context.Ports.Time);
        if (group is not null)
            running.Add(peers!.RemoveWhenDoneAsync(node, context.Ports.Time, stopping.Token));
        context.Proposer.Use(node, log);
        running.Add(FollowLeadershipAsync(RoleLog.On(node, log, Options.RpcAddress), stopping.Token));
        // Alone it leads at once; with others it may follow, and they may not be there yet.
        if (Options.BootstrapExpect == 1 && node.Configuration.VoterCount == 1)
            await leader.Ready.WithinAsync(stopping.Token);
        else if (Options.BootstrapExpect > 1)
            running.Add(new GroupFormation(context.Group, Options, context.Ports).RunAsync(node, stopping.Token));
    }

    private async Task FollowLeadershipAsync(RaftNode raft, CancellationToken stop)
    {
        var changed = new Permits(0);
        void Notice(LeadershipChange _) => changed.Release();
        raft.LeadershipChanged += Notice;
        try
        {
            var next = changed.WaitAsync(stop);
            while (!stop.IsCancellationRequested)
            {
                if (!raft.IsLeader)
                {
                    if (raft.Fault is { } fault)
                    {
                        // Nobody hears of it otherwise: reads go on, and each write only says that there is no leader.
                        log.Error($"raft stopped, this server takes no more writes until its disk is repaired and it is restarted: error=\"{fault.Message}\"");
                        return;
                    }
                    await next;
                    next = changed.WaitAsync(stop);
                    continue;
                }
                using var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var leading = leader.LeadAsync(raft, lost.Token);
                reign = new Reign(lost, leading);
                while (raft.IsLeader && !leading.IsCompleted && !stop.IsCancellationRequested)
                {
                    await Task.WhenAny(leading, next);
                    if (next.IsCompleted)
                        next = changed.WaitAsync(stop);
                }
                lost.Cancel();
                if (!await EndAsync(leading) && raft.IsLeader)
                    await Task.Delay(LeadAgainPause, context.Ports.Time, stop);
            }
        }
        finally
        {
            raft.LeadershipChanged -= Notice;
        }
    }

    // Raft is busy: writes that were on their way when the pause began fill its queue, or a snapshot was taken meanwhile. They are through at the next try.
    private async Task ProposeStateAsync(Stream content)
    {
        for (var attempt = 1; ; attempt++)
        {
            content.Position = 0;
            try
            {
                await Raft.ReplaceStateAsync(content);
                return;
            }
            catch (RaftBusyException) when (attempt < RestoreAttempts)
            {
                await Task.Delay(RestorePause, context.Ports.Time);
            }
        }
    }

    private async Task ReassertAsync()
    {
        if (reign is not { } now)
            return;
        try
        {
            now.Lost.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
        await EndAsync(now.Leading);
    }

    // False when leading failed rather than ended: it is tried again while Raft says that this server leads.
    private async Task<bool> EndAsync(Task leading)
    {
        try
        {
            await leading;
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            log.Error($"failed to establish leadership: error=\"{problem.Message}\"");
            return false;
        }
    }

    private static int WorkerCount(ServerOptions options) => Math.Max(0, options.NumSchedulers ?? Environment.ProcessorCount);

    private static RaftTuning TuningOf(ServerOptions options) => new(options.ElectionTimeout / ElectionTicks, options.RaftSnapshotThreshold, options.RaftTrailingLogs)
    { SnapshotInterval = options.RaftSnapshotInterval };

    private sealed record Reign(CancellationTokenSource Lost, Task Leading);
}
