using System.Text.Json;

namespace Nomad.Model.Requests;

public sealed record JobScaleRequest
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Target { get; init; }

    public long? Count { get; init; }

    public string Message { get; init => field = value ?? ""; } = "";

    public bool Error { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Meta { get; init; }

    public bool PolicyOverride { get; init; }

    public bool EnforceIndex { get; init; }

    public ulong JobModifyIndex { get; init; }
}
