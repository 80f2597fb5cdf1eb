namespace Nomad.Model.Jobs;

/// <remarks>
/// Hook: prestart|poststart|poststop. Sidecar only for prestart/poststart.
/// </remarks>
public sealed record TaskLifecycleConfig
{
    public string Hook { get; init => field = value ?? ""; } = "";

    public bool Sidecar { get; init; }
}
