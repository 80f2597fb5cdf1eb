using Nomad.Model.Allocations;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Checks;

/// <summary>
/// What clients say of their allocations. Once a server has taken a report, every later state holds it or one that its client made after
/// it; servers write over it only with <c>lost</c> and <c>unknown</c>, and never over an end. A client says <c>lost</c> itself of what it has ended
/// for servers that want it to run again.
/// </summary>
internal sealed class Reports(Datacenter site)
{
    private readonly Dictionary<string, List<string>> made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Number, ulong Index)> taken = new(StringComparer.Ordinal);

    private readonly List<(ulong After, ulong Before)> gone = [];

    /// <summary>Reports that were taken.</summary>
    public int Count { get; private set; }

    /// <summary>A client sends a report. Its number among those on the allocation.</summary>
    public int Made(string allocationId, string status)
    {
        if (!made.TryGetValue(allocationId, out var statuses))
            made[allocationId] = statuses = [];
        if (statuses.Count > 0 && Rank(status) < Rank(statuses[^1]) && IsTaken(allocationId, statuses.Count - 1))
            throw site.Broken("report", $"the client of {allocationId[..8]} says {status} after the servers took its {statuses[^1]}");
        statuses.Add(status);
        return statuses.Count - 1;
    }

    /// <summary>Servers have taken the report of its end.</summary>
    public bool IsOver(string allocationId) => taken.TryGetValue(allocationId, out var last) && AllocClientStatus.IsTerminal(made[allocationId][last.Number]);

    /// <summary>A server answered that it has taken a report.</summary>
    /// <param name="allocationId">On what.</param>
    /// <param name="number">As <see cref="Made"/> gave it.</param>
    /// <param name="index">Where it was written.</param>
    /// <param name="now">The newest state that anybody has.</param>
    public void Taken(string allocationId, int number, ulong index, StateSnapshot? now)
    {
        Count++;
        // The answer came after an operator's state, in which it is not.
        if (gone.Exists(each => index > each.After && index < each.Before))
            return;
        if (taken.TryGetValue(allocationId, out var before) && before.Number >= number)
            return;
        taken[allocationId] = (number, index);
        if (now is not null && now.Index < index)
            throw site.Broken("report", $"a report on {allocationId[..8]} is said to be at {index}, and nobody has more than {now.Index}");
        if (now?.Allocation(allocationId) is { } alloc)
            Check(alloc, now.Index);
    }

    /// <summary>An allocation changed.</summary>
    public void Check(Allocation alloc, ulong index)
    {
        if (!taken.TryGetValue(alloc.ID, out var last) || index < last.Index)
            return;
        var statuses = made[alloc.ID];
        var isServersWord = alloc.ClientStatus is (AllocClientStatus.Lost or AllocClientStatus.Unknown) && !AllocClientStatus.IsTerminal(statuses[last.Number]);
        if (!isServersWord && statuses.IndexOf(alloc.ClientStatus, last.Number) < 0)
            throw site.Broken("report", $"{alloc.Name} {alloc.ID[..8]} is {alloc.ClientStatus} at {index}; its client said {string.Join(", ", statuses)}, and number {last.Number} was taken at {last.Index}");
    }

    private bool IsTaken(string allocationId, int number) => taken.TryGetValue(allocationId, out var last) && last.Number >= number;

    private static int Rank(string status) => status == AllocClientStatus.Pending ? 0 : AllocClientStatus.IsTerminal(status) ? 2 : 1;

    /// <inheritdoc cref="Datacenter.Replaced"/>
    public void Replaced(ulong savedAt, ulong now)
    {
        gone.Add((savedAt, now));
        Forget(savedAt);
    }

    /// <inheritdoc cref="Datacenter.Forget"/>
    public void Forget(ulong after)
    {
        foreach (var lost in taken.Where(each => each.Value.Index > after).Select(each => each.Key).ToList())
            taken.Remove(lost);
    }
}
