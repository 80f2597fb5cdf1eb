using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>The candidates that meet a group's requirements, and how many do not for which reason. Immutable.</summary>
internal sealed class FeasibleRows
{
    public FeasibleRows(GroupRequirements requirements, NodeRows rows, Candidates candidates)
    {
        var classReasons = new Dictionary<int, string?>(candidates.FirstOfClass.Count);
        foreach (var (number, first) in candidates.FirstOfClass)
        {
            classReasons[number] = requirements.RefuseClass(rows.Nodes[first]!);
            ClassEligibility[rows.ClassNames[number]] = classReasons[number] is null;
        }
        var feasible = new List<int>(candidates.Rows.Length);
        foreach (var row in candidates.Rows)
        {
            var reason = classReasons[rows.Class[row]] ?? requirements.RefuseNode(rows.Nodes[row]!);
            if (reason is null)
                feasible.Add(row);
            else
                Count(rows.Nodes[row]!.NodeClass, reason);
        }
        Rows = [.. feasible];
    }

    public int[] Rows { get; }

    public Dictionary<string, bool> ClassEligibility { get; } = new(StringComparer.Ordinal);

    public int Filtered { get; private set; }

    public Dictionary<string, int> ConstraintFiltered { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> ClassFiltered { get; } = new(StringComparer.Ordinal);

    private void Count(string nodeClass, string reason)
    {
        Filtered++;
        ConstraintFiltered[reason] = ConstraintFiltered.GetValueOrDefault(reason) + 1;
        if (nodeClass.Length > 0)
            ClassFiltered[nodeClass] = ClassFiltered.GetValueOrDefault(nodeClass) + 1;
    }
}
