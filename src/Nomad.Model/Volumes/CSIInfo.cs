using System.Text.Json.Serialization;

namespace Nomad.Model.Volumes;

public sealed record CSIInfo
{
    public string PluginID { get; init => field = value ?? ""; } = "";

    public string AllocID { get; init => field = value ?? ""; } = "";

    public bool Healthy { get; init; }

    public string HealthDescription { get; init => field = value ?? ""; } = "";

    public DateTimeOffset UpdateTime { get; init; }

    public string Provider { get; init => field = value ?? ""; } = "";

    public string ProviderVersion { get; init => field = value ?? ""; } = "";

    public bool RequiresControllerPlugin { get; init; }

    public bool RequiresTopologies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CSIControllerInfo? ControllerInfo { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CSINodeInfo? NodeInfo { get; init; }
}
