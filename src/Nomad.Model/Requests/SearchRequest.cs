namespace Nomad.Model.Requests;

public sealed record SearchRequest
{
    public string Prefix { get; init; } = "";

    public string Context { get; init; } = "";
}
