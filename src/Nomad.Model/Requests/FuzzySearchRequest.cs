namespace Nomad.Model.Requests;

public sealed record FuzzySearchRequest
{
    public string Text { get; init; } = "";

    public string Context { get; init; } = "";
}
