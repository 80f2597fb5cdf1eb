namespace Nomad.Model.Jobs;

public sealed record JobUIConfig
{
    public string Description { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<JobUILink>? Links { get; init; }
}
