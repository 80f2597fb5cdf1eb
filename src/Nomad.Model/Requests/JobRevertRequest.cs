namespace Nomad.Model.Requests;

public sealed record JobRevertRequest
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public ulong JobVersion { get; init; }

    public ulong? EnforcePriorVersion { get; init; }
}
