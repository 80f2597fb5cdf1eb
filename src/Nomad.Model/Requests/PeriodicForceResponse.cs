namespace Nomad.Model.Requests;

public sealed record PeriodicForceResponse
{
    public string EvalID { get; init; } = "";

    public ulong EvalCreateIndex { get; init; }
}
