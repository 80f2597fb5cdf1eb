namespace Nomad.Model.Rebalancing;

/// <summary>What a rebalance may do.</summary>
public sealed record RebalanceRequest
{
    /// <summary>Most allocations to move; 0 = the default.</summary>
    public int MaxMoves { get; init; }

    /// <summary>How much better, in points of the normalized score (from -1 to 1), the new node must be; 0 = the default.</summary>
    public double MinGain { get; init; }

    /// <summary>Only this job (with <see cref="Namespace"/>); "" = all jobs of all namespaces.</summary>
    public string JobID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";
}
