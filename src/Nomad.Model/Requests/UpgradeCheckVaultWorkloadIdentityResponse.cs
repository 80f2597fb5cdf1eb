using Nomad.Model.Cluster;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Requests;

public sealed record UpgradeCheckVaultWorkloadIdentityResponse
{
    public IReadOnlyList<JobListStub>? JobsWithoutVaultIdentity { get; init; }

    public IReadOnlyList<NodeListStub>? OutdatedNodes { get; init; }

    public IReadOnlyList<VaultAccessor>? VaultTokens { get; init; }
}
