using Nomad.Client.Allocations;
using Nomad.Client.LocalState;
using Nomad.Drivers;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Stats;
using Nomad.Rpc;

namespace Nomad.Client.Tasks;

/// <summary>What one task runner works with.</summary>
public sealed record TaskParts
{
    /// <summary>The allocation as it is now; servers may update it while the task runs.</summary>
    public required Func<Allocation> Allocation { get; init; }

    public required TaskGroup Group { get; init; }

    public required JobTask Task { get; init; }

    public required AllocFolder Folder { get; init; }

    /// <summary>Null when this node has no such driver.</summary>
    public required IDriver? Driver { get; init; }

    public required ClientShared Shared { get; init; }

    /// <summary>Counts what becomes of the task, under <c>client.allocs</c>.</summary>
    public void Count(string what)
    {
        var allocation = Allocation();
        Shared.Meters.Count("client.allocs." + what, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["job"] = allocation.JobID, ["task_group"] = allocation.TaskGroup, ["alloc_id"] = allocation.ID, ["task"] = Task.Name, ["namespace"] = allocation.Namespace,
        });
    }
}

/// <summary>What all runners of a client share.</summary>
/// <param name="Options">Configuration.</param>
/// <param name="Node">The node as it is now.</param>
/// <param name="Store">The client's memory.</param>
/// <param name="Drivers">By name.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where to write.</param>
public sealed record ClientShared(
    ClientOptions Options, Func<Node> Node, LocalStore Store, IReadOnlyDictionary<string, IDriver> Drivers, TimeProvider Time, ILog Log)
{
    /// <summary>Where is counted what becomes of tasks.</summary>
    public MeterSet Meters { get; init; } = new(Time);

    /// <summary>The one clock of all runners for pace and patience; <see cref="Time"/> is the time of day.</summary>
    public SteadyClock Clock { get; } = new(Time);
}
