using Nomad.Model.Nodes;

namespace Nomad.Model.Requests;

public sealed record NodeUpdateEligibilityRequest
{
    public string NodeID { get; init; } = "";

    public string Eligibility { get; init; } = "";

    public NodeEvent? NodeEvent { get; init; }

    public long UpdatedAt { get; init; }
}
