namespace Nomad.Model.Requests;

public sealed record NodeMetaApplyRequest
{
    public string NodeID { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Meta { get; init; }
}
