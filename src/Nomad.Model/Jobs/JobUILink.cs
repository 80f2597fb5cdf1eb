namespace Nomad.Model.Jobs;

public sealed record JobUILink
{
    public string Label { get; init => field = value ?? ""; } = "";

    public string Url { get; init => field = value ?? ""; } = "";
}
