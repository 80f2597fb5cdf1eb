namespace Nomad.Model.Jobs;

/// <remarks>
/// Type node|controller|monolith; MountDir /csi; StagePublishBaseDir /local/csi; HealthTimeout 30s.
/// </remarks>
public sealed record TaskCSIPluginConfig
{
    public string ID { get; init; } = "";

    public string Type { get; init; } = "";

    public string MountDir { get; init; } = "";

    public string StagePublishBaseDir { get; init; } = "";

    public Duration HealthTimeout { get; init; }
}
