namespace Nomad.Model.Requests;

public sealed record JobDispatchRequest
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public byte[]? Payload { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public string IdPrefixTemplate { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }
}
