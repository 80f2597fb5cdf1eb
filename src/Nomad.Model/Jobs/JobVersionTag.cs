namespace Nomad.Model.Jobs;

/// <remarks>
/// TaggedTime ns. Name unique per job. Description &lt; 1000 chars.
/// </remarks>
public sealed record JobVersionTag
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public long TaggedTime { get; init; }
}
