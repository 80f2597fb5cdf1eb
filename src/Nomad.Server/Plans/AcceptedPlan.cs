using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>What a plan places that was accepted and is on its way into the log and the state.</summary>
internal sealed class AcceptedPlan(IReadOnlyList<PlannedPlacement> placements)
{
    private volatile bool over;

    public IReadOnlyList<PlannedPlacement> Placements => placements;

    public bool IsOver => over;

    /// <summary>It is applied, or never will be. Any thread.</summary>
    public void End() => over = true;

    public bool IsIn(StateSnapshot state) => placements.Count > 0 && state.Allocation(placements[^1].Allocation.ID) is not null;
}
