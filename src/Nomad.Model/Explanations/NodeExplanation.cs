namespace Nomad.Model.Explanations;

/// <summary>What one node says to one more allocation of a group: the first check that refuses it, or its scores.</summary>
public sealed record NodeExplanation
{
    public string NodeID { get; init; } = "";

    public string NodeName { get; init; } = "";

    public string Datacenter { get; init; } = "";

    public string NodePool { get; init; } = "";

    public string NodeClass { get; init; } = "";

    /// <summary>Allocations of this group that live here already.</summary>
    public int Live { get; init; }

    /// <summary>The first check that refuses the node, one of <see cref="NodeChecks"/>; "" when it would take the allocation.</summary>
    public string Check { get; init; } = "";

    /// <summary>What the check found, in words; "" when the node would do.</summary>
    public string Reason { get; init; } = "";

    /// <summary>For checks of a quantity: how much the allocation asks (MHz, MB, or pieces).</summary>
    public long? Asked { get; init; }

    /// <summary>For checks of a quantity: how much is free.</summary>
    public long? Free { get; init; }

    /// <summary>The parts of the score, when the node would do.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>The score that nodes are compared by, when the node would do.</summary>
    public double? NormScore { get; init; }
}
