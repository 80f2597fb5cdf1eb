using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Cluster;

/// <remarks>
/// LastContact string ("never" possible). SerfStatus alive|left|failed|leaving|none.
/// </remarks>
public sealed record ServerHealth
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";

    public string SerfStatus { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    public bool Leader { get; init; }

    [JsonConverter(typeof(DurationTextConverter))]
    public Duration LastContact { get; init; }

    public ulong LastTerm { get; init; }

    public ulong LastIndex { get; init; }

    public bool Healthy { get; init; }

    public bool Voter { get; init; }

    public DateTimeOffset StableSince { get; init; }
}
