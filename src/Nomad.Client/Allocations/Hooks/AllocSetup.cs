using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Allocations.Hooks;

/// <summary>What the steps around an allocation know.</summary>
/// <param name="Allocation">As it is now.</param>
/// <param name="Group">Its group in the job.</param>
/// <param name="Folder">Its folders.</param>
/// <param name="Previous">The allocation it replaces, when that one ran on this node.</param>
public sealed record AllocSetup(Allocation Allocation, TaskGroup Group, AllocFolder Folder, IPreviousAlloc? Previous);

/// <summary>An allocation of this node that another one follows.</summary>
public interface IPreviousAlloc
{
    AllocFolder Folder { get; }

    /// <summary>Completes when none of its tasks will run again.</summary>
    Task Ended { get; }
}
