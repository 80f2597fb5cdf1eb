using System.Text.Json.Serialization;

namespace Nomad.Model.Volumes;

public sealed record CSIInfo
{
    public string PluginID { get; init; } = "";

    public string AllocID { get; init; } = "";

    public bool Healthy { get; init; }

    public string HealthDescription { get; init; } = "";

    public DateTimeOffset UpdateTime { get; init; }

    public string Provider { get; init; } = "";

    public string ProviderVersion { get; init; } = "";

    public bool RequiresControllerPlugin { get; init; }

    public bool RequiresTopologies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CSIControllerInfo? ControllerInfo { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CSINodeInfo? NodeInfo { get; init; }
}
