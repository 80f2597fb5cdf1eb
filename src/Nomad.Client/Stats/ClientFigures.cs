using Nomad.Model.Allocations;
using Nomad.Model.Nodes;

namespace Nomad.Client.Stats;

/// <summary>What a client holds at one moment, counted.</summary>
/// <param name="Node">The node as it was last announced.</param>
/// <param name="Allocations">Allocations by their client status; ended ones count until they are collected.</param>
/// <param name="Tasks">Tasks by their state.</param>
/// <param name="Allocated">What allocations that have not ended were promised.</param>
public sealed record ClientFigures(
    Node Node, IReadOnlyDictionary<string, int> Allocations, IReadOnlyDictionary<string, int> Tasks, ComparableResources Allocated)
{
    /// <summary>The allocations with a running task.</summary>
    public IReadOnlyList<Allocation> Running { get; init; } = [];
}
