using Nomad.Model.Allocations;

namespace Nomad.Rpc;

/// <summary>A sign of life of a node, with the status it claims.</summary>
public sealed record NodeHeartbeat(string NodeId, string SecretId, string Status);

/// <summary>What a node asks: everything newer than <paramref name="MinIndex"/>; 0 answers at once.</summary>
public sealed record NodeAllocationsQuery(string NodeId, string SecretId, ulong MinIndex, TimeSpan Wait);

/// <summary>The allocations of a node as of <paramref name="Index"/>. Jobs are shared by reference in one process.</summary>
public sealed record NodeAllocations(ulong Index, IReadOnlyList<Allocation> Allocations);

/// <summary>Reports of a node. Of each allocation only ID, client status and description, task states, deployment and network status are read.</summary>
public sealed record NodeAllocationUpdates(string NodeId, string SecretId, IReadOnlyList<Allocation> Allocations);
