namespace Nomad.Model.Requests;

public sealed record JobDispatchResponse
{
    public string DispatchedJobID { get; init => field = value ?? ""; } = "";

    public string EvalID { get; init => field = value ?? ""; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong JobCreateIndex { get; init; }

    public ulong Index { get; init; }
}
