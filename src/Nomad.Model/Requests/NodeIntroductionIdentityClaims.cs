using System.Text.Json.Serialization;

namespace Nomad.Model.Requests;

public sealed record NodeIntroductionIdentityClaims
{
    [JsonPropertyName("nomad_node_pool")]
    public string Nomadnodepool { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("nomad_node_name")]
    public string Nomadnodename { get; init => field = value ?? ""; } = "";
}
