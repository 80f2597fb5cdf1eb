namespace Nomad.Model.Requests;

public sealed record JobRevertRequest
{
    public string JobID { get; init; } = "";

    public ulong JobVersion { get; init; }

    public ulong? EnforcePriorVersion { get; init; }
}
