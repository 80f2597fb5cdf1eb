namespace Nomad.Model.Requests;

public sealed record EvalOptions
{
    public bool ForceReschedule { get; init; }
}
