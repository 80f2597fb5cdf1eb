namespace Nomad.Model.Jobs;

/// <remarks>
/// TaggedTime ns. Name unique per job. Description &lt; 1000 chars.
/// </remarks>
public sealed record JobVersionTag
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public long TaggedTime { get; init; }
}
