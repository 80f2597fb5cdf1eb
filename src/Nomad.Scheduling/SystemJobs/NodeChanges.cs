using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.SystemJobs;

/// <summary>What is to happen to one group of a system job.</summary>
internal sealed class NodeChanges(TaskGroup group)
{
    public TaskGroup Group { get; } = group;

    /// <summary>Everything but placements. Its counts belong to a state in which every node has room.</summary>
    public GroupChanges Settled { get; } = new();

    /// <summary>Nodes without an allocation that are to get one, by id.</summary>
    public List<PlacementAsk> Missing { get; } = [];

    /// <summary>Nodes whose allocation is to be replaced by one of the new version, by id: <see cref="Budget"/> of them now.</summary>
    public List<PlacementAsk> Updates { get; } = [];

    /// <summary>How many of <see cref="Updates"/> may happen now; those without room do not count.</summary>
    public int Budget { get; set; }

    /// <summary>Nodes whose allocation belongs to the deployment or is going to, those of <see cref="Missing"/> left out.</summary>
    public int Counted { get; set; }

    /// <summary>Of <see cref="Missing"/>, those that belong to the deployment once they are placed.</summary>
    public int Joining { get; set; }

    /// <summary>Whether the group is where its deployment wants it if nothing is placed now.</summary>
    public bool Done { get; set; }
}
