using System.Text.Json;

namespace Nomad.Model.Requests;

public sealed record HostDataResponse
{
    public string AgentID { get; init; } = "";

    public JsonElement? HostData { get; init; }
}
