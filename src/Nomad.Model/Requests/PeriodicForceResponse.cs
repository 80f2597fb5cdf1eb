namespace Nomad.Model.Requests;

public sealed record PeriodicForceResponse
{
    public string EvalID { get; init => field = value ?? ""; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong Index { get; init; }
}
