namespace Nomad.Model.Requests;

public sealed record DeploymentAllocHealthRequest
{
    public string DeploymentID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? HealthyAllocationIDs { get; init; }

    public IReadOnlyList<string>? UnhealthyAllocationIDs { get; init; }
}
