namespace Nomad.Model.Nodes;

/// <summary>Whether a node takes new allocations.</summary>
public static class NodeEligibility
{
    public const string Eligible = "eligible";
    public const string Ineligible = "ineligible";
}
