namespace Nomad.Model.Requests;

public sealed record JobRegisterResponse
{
    public string EvalID { get; init; } = "";

    public ulong EvalCreateIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public string Warnings { get; init; } = "";
}
