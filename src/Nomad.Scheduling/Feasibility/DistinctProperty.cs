using System.Globalization;

namespace Nomad.Scheduling.Feasibility;

/// <summary>A limit on allocations that share a value: of the whole job, or of one group.</summary>
internal sealed class DistinctProperty(Constraint constraint, bool ofJob)
{
    public string Target { get; } = constraint.LTarget;

    public bool OfJob { get; } = ofJob;

    /// <summary>Most allocations with one value.</summary>
    public int Limit { get; } = int.TryParse(constraint.RTarget, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : 1;
}
