using System.Text.Json.Serialization;

namespace Nomad.Model.Access;

public sealed record NodeIdentityClaims
{
    [JsonPropertyName("nomad_node_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodeid { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("nomad_node_pool")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodepool { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("nomad_node_class")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodeclass { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonPropertyName("nomad_node_datacenter")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodedatacenter { get; init => field = string.IsNullOrEmpty(value) ? null : value; }
}
