using System.Text.Json;
using Nomad.Model.Services;

namespace Nomad.Model.Jobs;

/// <summary>One process to run, as a job states it; <c>Task</c> in documents.</summary>
/// <remarks>
/// Defaults: KillTimeout 5s; ShutdownDelay 0; Resources 100 MHz/300 MB; LogConfig default; RestartPolicy = group policy overlaid by
/// task's; Identity default {Name:"default",Audience:["nomadproject.io"]} (moved out of Identities when named default); Leader false;
/// Lifecycle null = main task. Kind (server-set): connect-proxy:&lt;svc&gt;, connect-native:&lt;svc&gt;, connect-ingress:&lt;svc&gt;,
/// connect-terminating:&lt;svc&gt;, connect-mesh:&lt;svc&gt;. KillSignal empty = driver default.
/// </remarks>
public sealed record JobTask
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Driver { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public IReadOnlyList<Service>? Services { get; init; }

    public Vault? Vault { get; init; }

    public IReadOnlyList<Secret>? Secrets { get; init; }

    public Consul? Consul { get; init; }

    public IReadOnlyList<Template>? Templates { get; init; }

    public IReadOnlyList<Constraint>? Constraints { get; init; }

    public IReadOnlyList<Affinity>? Affinities { get; init; }

    public Resources? Resources { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    public DispatchPayloadConfig? DispatchPayload { get; init; }

    public TaskLifecycleConfig? Lifecycle { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public Duration KillTimeout { get; init; }

    public LogConfig? LogConfig { get; init; }

    public IReadOnlyList<TaskArtifact>? Artifacts { get; init; }

    public bool Leader { get; init; }

    public Duration ShutdownDelay { get; init; }

    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    public IReadOnlyList<ScalingPolicy>? ScalingPolicies { get; init; }

    public string KillSignal { get; init => field = value ?? ""; } = "";

    public string Kind { get; init => field = value ?? ""; } = "";

    public TaskCSIPluginConfig? CSIPluginConfig { get; init; }

    public WorkloadIdentity? Identity { get; init; }

    public IReadOnlyList<WorkloadIdentity>? Identities { get; init; }

    public IReadOnlyList<JobAction>? Actions { get; init; }

    public TaskSchedule? Schedule { get; init; }
}
