using System.Text.Json.Serialization;

namespace Nomad.Model.Access;

public sealed record NodeIdentityClaims
{
    [JsonPropertyName("nomad_node_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodeid { get; init; }

    [JsonPropertyName("nomad_node_pool")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodepool { get; init; }

    [JsonPropertyName("nomad_node_class")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodeclass { get; init; }

    [JsonPropertyName("nomad_node_datacenter")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nomadnodedatacenter { get; init; }
}
