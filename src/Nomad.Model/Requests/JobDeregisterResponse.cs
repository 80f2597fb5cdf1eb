namespace Nomad.Model.Requests;

public sealed record JobDeregisterResponse
{
    public string EvalID { get; init; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public string VolumeEvalID { get; init; } = "";

    public ulong VolumeEvalIndex { get; init; }
}
