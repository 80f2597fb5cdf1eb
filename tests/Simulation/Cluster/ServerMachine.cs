using Nomad.Model;
using Nomad.Model.Cluster;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Server;
using Nomad.Server.Heartbeats;
using Nomad.Server.Membership;
using Nomad.Simulation.Disks;
using Nomad.Simulation.Networks;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>A machine that runs a real server: it can be started, killed at any moment, and started again on what its disk then holds.</summary>
internal sealed class ServerMachine(Datacenter site, string name, int number)
{
    private const string Data = "/data";
    private const string Raft = Data + "/raft";

    /// <summary>Where an operator names the group that counts.</summary>
    public const string PeersFile = Raft + "/peers.json";

    /// <summary>How long a server only listens before it votes.</summary>
    public static readonly TimeSpan Stabilization = TimeSpan.FromSeconds(3);

    private SimulatedTransport? transport;

    public string Name => name;

    public string Address => $"{name}:4647";

    public SimulatedDisk Disk { get; private set; } = new(site.World);

    public Process? Program { get; private set; }

    /// <summary>Null while it is down or starting.</summary>
    public ServerAgent? Server { get; private set; }

    public bool IsUp => Program is { IsDead: false };

    public bool IsPaused { get; private set; }

    /// <summary>It has said goodbye, or an operator did for it, and nobody starts it but by <see cref="Return"/>.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>How wrong the machine's wall clock is.</summary>
    public TimeSpan ClockOffset { get; private set; }

    /// <summary>When this program last ceased to lead; null when it never led.</summary>
    public TimeSpan? LedUntil { get; private set; }

    /// <summary>How fast its clock runs.</summary>
    public double ClockRate { get; private set; } = 1;

    public SimulatedTransport? Transport => IsUp ? transport : null;

    /// <summary>Does nothing while it <see cref="HasLeft"/>.</summary>
    public void Start()
    {
        if (HasLeft)
            return;
        var program = new Process(site.World, name, number);
        (program.Time.Offset, program.Time.Rate) = (ClockOffset, ClockRate);
        (Program, Server, IsPaused, LedUntil) = (program, null, false, null);
        Disk.Mount(program);
        site.Network.Attach(name, program);
        var mine = transport = new SimulatedTransport(site.Network, site.Transfers, program, name, peer => site.Find(peer)?.Transport, () => Server is { } server ? server.Raft.Stats().Term : 0);
        site.World.Note($"{name} starts");
        program.Post(() => _ = StartAsync(program, mine));
    }

    /// <summary>Power cut: nothing more runs, what was not flushed may be gone.</summary>
    public void Crash()
    {
        if (!IsUp)
            return;
        site.World.Note($"{name} crashes{(Server is { IsLeader: true } ? " as leader" : "")}");
        Program!.Kill();
        Disk.LosePower();
        // A machine that loses its power says nothing; of a program that ends, the system closes the connections.
        if (site.World.Random.Next(2) == 0)
            site.BreakConnections(this);
        (Server, IsPaused) = (null, false);
    }

    /// <summary>It ends, and is not expected back.</summary>
    public void Leave()
    {
        site.World.Note($"{name} leaves");
        HasLeft = true;
        Crash();
    }

    public void Return()
    {
        HasLeft = false;
        Start();
    }

    /// <summary>Another machine takes its name, with an empty disk.</summary>
    public void Replace()
    {
        Crash();
        Disk = new SimulatedDisk(site.World);
    }

    /// <summary>What its disk holds of the log, while nothing runs on it.</summary>
    public StoredLog StoredLog()
    {
        Disk.Mount(new Process(site.World, name, number));
        using var storage = new DiskRaftStorage(Raft, files: Disk);
        return storage.Load();
    }

    /// <summary>The connection of another server to this one breaks.</summary>
    public void Lose(ServerMachine other) => Transport?.Lose(other.Name);

    public void Pause()
    {
        site.World.Note($"{name} is halted");
        IsPaused = true;
        Program!.Pause();
    }

    public void Resume()
    {
        if (!IsPaused)
            return;
        site.World.Note($"{name} goes on");
        IsPaused = false;
        Program!.Resume();
    }

    public void SetClock(TimeSpan offset)
    {
        ClockOffset = offset;
        if (Program is not null)
            Program.Time.Offset = offset;
    }

    public void SetClockRate(double rate)
    {
        ClockRate = rate;
        if (Program is not null)
            Program.Time.Rate = rate;
    }

    private async Task StartAsync(Process program, SimulatedTransport mine)
    {
        ServerAgent server;
        try
        {
            server = await ServerAgent.StartAsync(Options(), Ports(program, mine));
        }
        catch (IOException problem) when (problem is not DamagedFileException)
        {
            site.World.Note($"{name} does not start: {problem.Message}");
            if (!program.IsDead)
                Crash();
            return;
        }
        catch (Exception problem)
        {
            if (program.IsDead)
                return;
            site.World.After(TimeSpan.Zero, () => throw new BrokenLaw("start", $"{name} refuses to start: {problem}"));
            return;
        }
        if (program.IsDead)
            return;
        Server = server;
        var leads = false;
        void Told(LeadershipChange change)
        {
            if (leads && !change.IsLeader && Program == program)
                LedUntil = site.World.Now;
            leads = change.IsLeader;
            if (change.IsLeader)
                site.Ledger.Leads(name, change.Term);
        }
        server.Raft.LeadershipChanged += Told;
        Told(server.Raft.Leadership);
    }

    private ServerOptions Options() => new()
    {
        Name = name,
        DataDirectory = Data,
        RpcAddress = Address,
        BootstrapExpect = site.ServerCount,
        NumSchedulers = 2,
        RaftSnapshotThreshold = site.IsStepped ? 50 : 150,
        RaftTrailingLogs = site.IsStepped ? 5 : 40,
        RaftSnapshotStep = site.SnapshotStep,
        Heartbeats = new HeartbeatOptions { MinTtl = TimeSpan.FromSeconds(2), Grace = TimeSpan.FromSeconds(2), FailoverTtl = TimeSpan.FromSeconds(12) },
        Autopilot = new AutopilotConfig
        {
            CleanupDeadServers = true,
            LastContactThreshold = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)),
            MaxTrailingLogs = 250,
            ServerStabilizationTime = Duration.FromTimeSpan(Stabilization),
        },
    };

    private ServerPorts Ports(Process program, SimulatedTransport mine) => new()
    {
        Time = program.Time,
        Random = new Random(site.World.Random.Next()),
        Log = new SimulatedLog(site.World, name),
        Files = Disk,
        Transport = mine,
        Observe = state => new ObservedState(state, site, this),
        PeersOf = (address, stop) => AskAsync<IReadOnlyList<string>?>(
            program, address, server => [.. server.Raft.Configuration.Servers.Select(each => each.Address)], stop),
        ReportOf = (address, stop) => AskAsync<RaftReport?>(program, address, server => server.Report(), stop),
    };

    private async Task<T?> AskAsync<T>(Process program, string address, Func<ServerAgent, T> read, CancellationToken stop)
    {
        try
        {
            return await site.CallAsync(program, name, Datacenter.MachineOf(address), server => Task.FromResult(read(server)), TimeSpan.FromSeconds(1), stop);
        }
        catch (Exception problem) when (problem is TimeoutException or IOException or OperationCanceledException)
        {
            return default;
        }
    }
}
