namespace Nomad.Model.Jobs;

/// <remarks>
/// Type node|controller|monolith; MountDir /csi; StagePublishBaseDir /local/csi; HealthTimeout 30s.
/// </remarks>
public sealed record TaskCSIPluginConfig
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string MountDir { get; init => field = value ?? ""; } = "";

    public string StagePublishBaseDir { get; init => field = value ?? ""; } = "";

    public Duration HealthTimeout { get; init; }
}
