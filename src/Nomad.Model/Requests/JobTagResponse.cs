namespace Nomad.Model.Requests;

public sealed record JobTagResponse
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public long TaggedTime { get; init; }
}
