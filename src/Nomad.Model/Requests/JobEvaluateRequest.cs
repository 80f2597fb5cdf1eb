namespace Nomad.Model.Requests;

public sealed record JobEvaluateRequest
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public EvalOptions EvalOptions { get; init => field = value ?? new(); } = new();
}
