namespace Nomad.Model.Requests;

public sealed record JobDispatchResponse
{
    public string DispatchedJobID { get; init; } = "";

    public string EvalID { get; init; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong JobCreateIndex { get; init; }
}
