namespace Nomad.Model.Requests;

public sealed record JobDeregisterResponse
{
    public string EvalID { get; init => field = value ?? ""; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public string VolumeEvalID { get; init => field = value ?? ""; } = "";

    public ulong VolumeEvalIndex { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
