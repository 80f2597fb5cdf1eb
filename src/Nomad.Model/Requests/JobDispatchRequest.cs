namespace Nomad.Model.Requests;

public sealed record JobDispatchRequest
{
    public string JobID { get; init; } = "";

    public byte[]? Payload { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public string IdPrefixTemplate { get; init; } = "";

    public int Priority { get; init; }
}
