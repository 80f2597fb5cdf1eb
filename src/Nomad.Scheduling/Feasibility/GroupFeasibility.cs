using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>Which candidate nodes can run a group at all, and why the others cannot.</summary>
internal sealed class GroupFeasibility
{
    private readonly FeasibleRows answer;

    public GroupFeasibility(Job job, TaskGroup group, NodeRows rows, IReadOnlyList<RequestedVolume> csi)
    {
        Job = job;
        Group = group;
        Candidates = Candidates.Of(rows, job);
        Requirements = new GroupRequirements(job, group, csi);
        Question = Candidates.Question + Requirements.Question;
        answer = rows.Answers.Of(Question, () => new FeasibleRows(Requirements, rows, Candidates));
    }

    public Job Job { get; }

    public TaskGroup Group { get; }

    public Candidates Candidates { get; }

    public GroupRequirements Requirements { get; }

    /// <summary>All that the answer depends on besides the nodes.</summary>
    public string Question { get; }

    public int[] Rows => answer.Rows;

    /// <summary>Whether a computed class can run the group.</summary>
    public IReadOnlyDictionary<string, bool> ClassEligibility => answer.ClassEligibility;

    public int Filtered => answer.Filtered;

    public IReadOnlyDictionary<string, int> ConstraintFiltered => answer.ConstraintFiltered;

    public IReadOnlyDictionary<string, int> ClassFiltered => answer.ClassFiltered;
}
