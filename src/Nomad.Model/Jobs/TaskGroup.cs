using System.Text.Json.Serialization;
using Nomad.Model.Services;

namespace Nomad.Model.Jobs;

/// <summary>Tasks that are placed together on one node.</summary>
/// <remarks>
/// Count: absent → Scaling.Min if set else 1. System jobs: 0 or 1 only (0→ stays). Update (service/system only): job.Update overlaid
/// by group.Update, then defaults. Migrate: service only. ReschedulePolicy: service/batch only (null for system/sysbatch).
/// RestartPolicy, EphemeralDisk always set. Deprecated &amp; ignored: StopAfterClientDisconnect, MaxClientDisconnect,
/// PreventRescheduleOnLost (use Disconnect). MaxRunDuration: max wall time of allocs (batch/sysbatch only). ShutdownDelay:
/// group-level delay between service deregistration and kill.
/// </remarks>
public sealed record TaskGroup
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int Count { get; init; }

    public UpdateStrategy? Update { get; init; }

    public MigrateStrategy? Migrate { get; init; }

    public IReadOnlyList<Constraint>? Constraints { get; init; }

    public ScalingPolicy? Scaling { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    public DisconnectStrategy? Disconnect { get; init; }

    public IReadOnlyList<JobTask>? Tasks { get; init; }

    public EphemeralDisk? EphemeralDisk { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public ReschedulePolicy? ReschedulePolicy { get; init; }

    public IReadOnlyList<Affinity>? Affinities { get; init; }

    public IReadOnlyList<Spread>? Spreads { get; init; }

    /// <summary>Our own: other allocations to be close to or away from; absent unless the job file has some.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NearRule>? Near { get; init; }

    public IReadOnlyList<NetworkResource>? Networks { get; init; }

    public Consul? Consul { get; init; }

    public IReadOnlyList<Service>? Services { get; init; }

    public IReadOnlyDictionary<string, VolumeRequest>? Volumes { get; init; }

    public Duration? ShutdownDelay { get; init; }

    public Duration? MaxRunDuration { get; init; }

    public Duration? StopAfterClientDisconnect { get; init; }

    public Duration? MaxClientDisconnect { get; init; }

    public bool PreventRescheduleOnLost { get; init; }

    /// <summary>What must be healthy or complete before the group starts; not in documents that do not use it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GroupDependency>? DependsOn { get; init; }
}
