using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>Where the job's own allocations will be once the plan so far has happened: what anti-affinity, distinctness and spreads look at.</summary>
internal sealed class JobUse
{
    private readonly ClusterDraft draft;
    private readonly Dictionary<string, Dictionary<int, int>> byGroup = new(StringComparer.Ordinal);
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);

    public JobUse(ClusterDraft draft, IEnumerable<Allocation> allocations)
    {
        this.draft = draft;
        foreach (var alloc in allocations)
            if (!AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && !AllocClientStatus.IsTerminal(alloc.ClientStatus) && draft.RowOf(alloc.NodeID) is var row and >= 0)
            {
                counted.Add(alloc.ID);
                Add(row, alloc.TaskGroup, 1);
            }
    }

    /// <summary>A row's number of allocations of a group changed by one up or down.</summary>
    public event Action<int, string, int>? Changed;

    /// <summary>Number of allocations by row; rows without any are absent or zero.</summary>
    public Dictionary<int, int> All { get; } = [];

    /// <summary>The same for one group.</summary>
    public Dictionary<int, int> Of(string group)
    {
        if (!byGroup.TryGetValue(group, out var counts))
            byGroup[group] = counts = [];
        return counts;
    }

    public void Placed(int row, string group) => Add(row, group, 1);

    public void Stopped(Allocation alloc)
    {
        if (counted.Remove(alloc.ID))
            Add(draft.RowOf(alloc.NodeID), alloc.TaskGroup, -1);
    }

    public void Kept(Allocation alloc)
    {
        if (draft.RowOf(alloc.NodeID) is var row and >= 0 && counted.Add(alloc.ID))
            Add(row, alloc.TaskGroup, 1);
    }

    private void Add(int row, string group, int delta)
    {
        var own = Of(group);
        own[row] = own.GetValueOrDefault(row) + delta;
        All[row] = All.GetValueOrDefault(row) + delta;
        Changed?.Invoke(row, group, delta);
    }
}
