using Nomad.Model.Allocations;

namespace Nomad.Client.LocalState;

/// <summary>One allocation as the client left it.</summary>
/// <param name="Allocation">As last sent by the servers, with its job.</param>
/// <param name="States">Public state of each task.</param>
/// <param name="Tasks">Private state of each task.</param>
/// <param name="Deployment">Health already decided.</param>
public sealed record StoredAllocation(
    Allocation Allocation,
    IReadOnlyDictionary<string, TaskState> States,
    IReadOnlyDictionary<string, StoredTask> Tasks,
    AllocDeploymentStatus? Deployment);
