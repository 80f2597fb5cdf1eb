namespace Nomad.Model.Requests;

public sealed record EvalDeleteResponse
{
    public int Count { get; init; }

    public ulong Index { get; init; }
}
