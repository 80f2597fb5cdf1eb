using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Requests;

public sealed record NodeMetaApplyRequest
{
    public string NodeID { get; init => field = value ?? ""; } = "";

    /// <summary>Null takes a key away.</summary>
    [JsonConverter(typeof(NullableTextMapConverter))]
    public IReadOnlyDictionary<string, string?>? Meta { get; init; }
}
