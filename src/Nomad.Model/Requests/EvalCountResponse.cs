namespace Nomad.Model.Requests;

public sealed record EvalCountResponse
{
    public int Count { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
