namespace Nomad.Client.Allocations.Hooks;

/// <summary>The steps before the tasks of an allocation, in order. This list is the only place that says so.</summary>
public static class AllocHooks
{
    public static IReadOnlyList<IAllocHook> InOrder { get; } =
    [
        new AllocDirHook(),
        new AwaitPreviousHook(),
        new MigrateDiskHook(),
        new NetworkHook(),
    ];

    /// <exception cref="AllocHookException">The first failure, with the step's name.</exception>
    public static async Task RunAsync(AllocSetup setup, CancellationToken cancellation)
    {
        foreach (var hook in InOrder)
        {
            try
            {
                await hook.PrerunAsync(setup, cancellation);
            }
            catch (Exception problem) when (problem is AllocHookException or IOException or UnauthorizedAccessException)
            {
                throw new AllocHookException($"failed to setup alloc: pre-run hook \"{hook.Name}\" failed: {problem.Message}");
            }
        }
    }
}
