using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Requests;

public sealed record NodeMetaResponse
{
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>Null takes a key away.</summary>
    [JsonConverter(typeof(NullableTextMapConverter))]
    public IReadOnlyDictionary<string, string?>? Dynamic { get; init; }

    public IReadOnlyDictionary<string, string>? Static { get; init; }
}
