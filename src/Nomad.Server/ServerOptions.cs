using Nomad.Jobspec.Admission;
using Nomad.Raft.Storage;
using Nomad.Server.Collection;
using Nomad.Server.Evaluations;
using Nomad.Server.Heartbeats;

namespace Nomad.Server;

/// <summary>How one server behaves.</summary>
public sealed record ServerOptions
{
    /// <summary>Name of the server, without the region.</summary>
    public required string Name { get; init; }

    public string Region { get; init; } = "global";

    public string Datacenter { get; init; } = "dc1";

    /// <summary>Where the Raft log lives; null keeps everything in memory (<c>-dev</c>).</summary>
    public string? DataDirectory { get; init; }

    /// <summary>host:port that others would reach this server's Raft at.</summary>
    public string RpcAddress { get; init; } = "127.0.0.1:4647";

    /// <summary>Servers that form the first group. One server leads at once.</summary>
    public int BootstrapExpect { get; init; } = 1;

    /// <summary>Workers that schedule at once; null = one per processor; 0 = none.</summary>
    public int? NumSchedulers { get; init; }

    /// <summary>Types of evaluations that this server's workers take, beside <c>_core</c>.</summary>
    public IReadOnlyList<string> EnabledSchedulers { get; init; } = [EvalTypes.Service, EvalTypes.Batch, EvalTypes.System, EvalTypes.Sysbatch];

    public int JobTrackedVersions { get; init; } = State.StateStore.UsualTrackedVersions;

    /// <summary>Largest source kept with a job, in bytes; 0 keeps none.</summary>
    public long JobMaxSourceSize { get; init; } = 1_000_000;

    public int JobDefaultPriority { get; init; } = 50;

    public int JobMaxPriority { get; init; } = 100;

    /// <summary>The largest sum of a job's group counts; 0 = no limit.</summary>
    public int JobMaxCount { get; init; } = 50_000;

    /// <summary>How long the other servers wait for a silent leader, at least; up to 1.5 times that, and more on strained machines.</summary>
    public TimeSpan ElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Entries applied since the last Raft snapshot that trigger the next one.</summary>
    public int RaftSnapshotThreshold { get; init; } = 8192;

    /// <summary>The shortest time between two Raft snapshots that are taken for the number of entries; zero = none.</summary>
    public TimeSpan RaftSnapshotInterval { get; init; }

    /// <summary>Entries kept before a Raft snapshot.</summary>
    public int RaftTrailingLogs { get; init; } = 10240;

    /// <summary>
    /// What arrives of another server's Raft snapshot is made durable in steps of so many bytes; a restart loses no more than two. A
    /// multiple of 256 KiB, or less than that.
    /// </summary>
    public long RaftSnapshotStep { get; init; } = DiskSnapshotStore.PartStep;

    /// <summary>Commits kept for the event stream; 0 = there is no event stream.</summary>
    public int EventBufferSize { get; init; } = 100;

    public HeartbeatOptions Heartbeats { get; init; } = new();

    public CollectionOptions Collection { get; init; } = new();

    /// <summary>What the autopilot's configuration is at first.</summary>
    public AutopilotConfig Autopilot { get; init; } = State.StateDefaults.Autopilot;

    /// <summary>What schedulers are told at first; null: <see cref="State.StateDefaults.Scheduler"/>.</summary>
    public SchedulerConfiguration? Scheduler { get; init; }

    public BrokerOptions Broker { get; init; } = new();

    public Plans.PlanRejectionOptions PlanRejections { get; init; } = new();

    internal AdmissionOptions Admission(string space, SchedulerConfiguration scheduler) => new()
    {
        Region = Region,
        Namespace = space,
        DefaultPriority = JobDefaultPriority,
        MaxPriority = JobMaxPriority,
        MaxCount = JobMaxCount,
        MemoryOversubscription = scheduler.MemoryOversubscriptionEnabled,
    };
}
