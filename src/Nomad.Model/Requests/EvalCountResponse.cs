namespace Nomad.Model.Requests;

public sealed record EvalCountResponse
{
    public int Count { get; init; }
}
