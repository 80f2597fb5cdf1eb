namespace Nomad.Model.Requests;

public sealed record AllocStopResponse
{
    public string EvalID { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }
}
