namespace Nomad.Model.Requests;

public sealed record JobEvaluateRequest
{
    public string JobID { get; init; } = "";

    public EvalOptions EvalOptions { get; init; } = new();
}
