namespace Nomad.Model.Requests;

public sealed record NodeDrainUpdateResponse
{
    public ulong NodeModifyIndex { get; init; }

    public IReadOnlyList<string>? EvalIDs { get; init; }

    public ulong EvalCreateIndex { get; init; }

    public ulong Index { get; init; }
}
