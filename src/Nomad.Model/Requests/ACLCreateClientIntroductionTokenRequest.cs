using System.Text.Json.Serialization;
using Nomad.Model.Json;

namespace Nomad.Model.Requests;

/// <remarks>
/// TTL string or int.
/// </remarks>
public sealed record ACLCreateClientIntroductionTokenRequest
{
    [JsonConverter(typeof(DurationTextConverter))]
    public Duration TTL { get; init; }

    public string NodeName { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";
}
