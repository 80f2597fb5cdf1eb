namespace Nomad.Model.Requests;

public sealed record EvalDeleteRequest
{
    public IReadOnlyList<string>? EvalIDs { get; init; }

    public string Filter { get; init => field = value ?? ""; } = "";
}
