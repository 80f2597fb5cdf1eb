namespace Nomad.Client.Allocations.Hooks;

/// <summary>
/// One step around the tasks of an allocation. Steps before run in the order of <see cref="AllocHooks"/> and stop at the first
/// failure; steps after all run. Each may run again after a restart of the agent and must then leave the same result.
/// </summary>
public interface IAllocHook
{
    /// <summary>Name in logs and metrics.</summary>
    string Name { get; }

    /// <exception cref="AllocHookException">The step failed; all tasks of the allocation fail with its text.</exception>
    ValueTask PrerunAsync(AllocSetup setup, CancellationToken cancellation);
}

/// <summary>A step before the tasks failed; the text goes to the user.</summary>
public sealed class AllocHookException(string message) : Exception(message);
