using System.Text.Json;
using Nomad.Model.Jobs;

namespace Nomad.Model.Services;

/// <remarks>
/// Injected task defaults: name connect-proxy-&lt;service&gt;, driver docker, CPU 250, MemoryMB 128, LogConfig 2 files x 2 MB,
/// ShutdownDelay 5s, KillTimeout 5s, Lifecycle prestart+sidecar, image from meta connect.sidecar_image (gateway:
/// connect.gateway_image).
/// </remarks>
public sealed record SidecarTask
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Driver { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public Resources? Resources { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public Duration? KillTimeout { get; init; }

    public LogConfig? LogConfig { get; init; }

    public Duration? ShutdownDelay { get; init; }

    public string KillSignal { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    public IReadOnlyList<WorkloadIdentity>? Identities { get; init; }
}
