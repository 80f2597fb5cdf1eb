using Nomad.Model.Cluster;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Requests;

public sealed record UpgradeCheckVaultWorkloadIdentityResponse
{
    public IReadOnlyList<JobListStub>? JobsWithoutVaultIdentity { get; init; }

    public IReadOnlyList<NodeListStub>? OutdatedNodes { get; init; }

    public IReadOnlyList<VaultAccessor>? VaultTokens { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
