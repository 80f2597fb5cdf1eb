using System.Text.Json;

namespace Nomad.Model.Requests;

public sealed record HostDataResponse
{
    public string AgentID { get; init => field = value ?? ""; } = "";

    public JsonElement? HostData { get; init; }
}
