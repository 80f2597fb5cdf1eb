namespace Nomad.Model.Requests;

public sealed record JobTagResponse
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public long TaggedTime { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
