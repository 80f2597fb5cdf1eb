using System.Text.Json;

namespace Nomad.Model.Requests;

/// <remarks>
/// RaftIDAddress = {ID, Address}.
/// </remarks>
public sealed record LeadershipTransferResponse
{
    public JsonElement? From { get; init; }

    public JsonElement? To { get; init; }

    public bool Noop { get; init; }

    public string Err { get; init; } = "";
}
