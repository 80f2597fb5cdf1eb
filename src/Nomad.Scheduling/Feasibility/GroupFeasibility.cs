using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>Which candidate nodes can run a group at all, and why the others cannot.</summary>
internal sealed class GroupFeasibility
{
    private readonly NodeRows rows;

    public GroupFeasibility(Job job, TaskGroup group, NodeRows rows, Candidates candidates)
    {
        this.rows = rows;
        Job = job;
        Group = group;
        Candidates = candidates;
        Requirements = new GroupRequirements(job, group);
        var classReasons = new Dictionary<int, string?>(candidates.FirstOfClass.Count);
        foreach (var (number, first) in candidates.FirstOfClass)
        {
            classReasons[number] = Requirements.RefuseClass(rows.Nodes[first]!);
            ClassEligibility[rows.ClassNames[number]] = classReasons[number] is null;
        }
        var feasible = new List<int>(candidates.Rows.Length);
        foreach (var row in candidates.Rows)
        {
            var reason = classReasons[rows.Class[row]] ?? Requirements.RefuseNode(rows.Nodes[row]!);
            if (reason is null)
                feasible.Add(row);
            else
                Count(row, reason);
        }
        Rows = [.. feasible];
    }

    public Job Job { get; }

    public TaskGroup Group { get; }

    public Candidates Candidates { get; }

    public GroupRequirements Requirements { get; }

    public int[] Rows { get; }

    /// <summary>Whether a computed class can run the group.</summary>
    public Dictionary<string, bool> ClassEligibility { get; } = new(StringComparer.Ordinal);

    public int Filtered { get; private set; }

    public Dictionary<string, int> ConstraintFiltered { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> ClassFiltered { get; } = new(StringComparer.Ordinal);

    private void Count(int row, string reason)
    {
        Filtered++;
        ConstraintFiltered[reason] = ConstraintFiltered.GetValueOrDefault(reason) + 1;
        var name = rows.Nodes[row]!.NodeClass;
        if (name.Length > 0)
            ClassFiltered[name] = ClassFiltered.GetValueOrDefault(name) + 1;
    }
}
