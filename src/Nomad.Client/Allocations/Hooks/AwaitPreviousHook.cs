namespace Nomad.Client.Allocations.Hooks;

/// <summary>Waits until the allocation this one replaces has ended here: both want the same ports, volumes or data.</summary>
internal sealed class AwaitPreviousHook : IAllocHook
{
    public string Name => "await_previous_allocations";

    public async ValueTask PrerunAsync(AllocSetup setup, CancellationToken cancellation)
    {
        if (setup.Previous is { } previous)
            await previous.Ended.WaitAsync(cancellation);
    }
}
