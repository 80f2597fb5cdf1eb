namespace Nomad.Model.Requests;

public sealed record JobStabilityRequest
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public ulong JobVersion { get; init; }

    public bool Stable { get; init; }
}
