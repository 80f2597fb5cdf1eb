namespace Nomad.Model.Jobs;

public sealed record JobUILink
{
    public string Label { get; init; } = "";

    public string Url { get; init; } = "";
}
