using Nomad.Model.Nodes;

namespace Nomad.Model.Requests;

public sealed record NodeUpdateEligibilityRequest
{
    public string NodeID { get; init => field = value ?? ""; } = "";

    public string Eligibility { get; init => field = value ?? ""; } = "";

    public NodeEvent? NodeEvent { get; init; }

    public long UpdatedAt { get; init; }
}
