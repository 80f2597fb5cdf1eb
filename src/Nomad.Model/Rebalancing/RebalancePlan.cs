namespace Nomad.Model.Rebalancing;

/// <summary>Which allocations would do better on other nodes, as of <see cref="Index"/>, the largest gain first.</summary>
public sealed record RebalancePlan
{
    public IReadOnlyList<RebalanceMove> Moves { get; init; } = [];

    /// <summary>Allocations that were looked at: running ones of service jobs that nothing else is changing.</summary>
    public int Considered { get; init; }

    /// <summary>How many of them would gain; more than there are moves when the budget or a group's migrate rules hold some back.</summary>
    public int Better { get; init; }

    /// <summary>Evaluations that carry the moves out; empty for a plan.</summary>
    public IReadOnlyList<string> EvalIDs { get; init; } = [];

    public ulong Index { get; init; }
}

/// <summary>One allocation, where it is and where it would go.</summary>
public sealed record RebalanceMove
{
    public string AllocID { get; init; } = "";

    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string JobID { get; init; } = "";

    public string TaskGroup { get; init; } = "";

    public string FromNodeID { get; init; } = "";

    public string FromNodeName { get; init; } = "";

    public string ToNodeID { get; init; } = "";

    public string ToNodeName { get; init; } = "";

    /// <summary>The score of placing it anew where it is.</summary>
    public double Score { get; init; }

    /// <summary>The score of the other node.</summary>
    public double NewScore { get; init; }

    public double Gain { get; init; }
}
