namespace Nomad.Client.Allocations.Hooks;

/// <summary>Makes the folders all tasks share.</summary>
internal sealed class AllocDirHook : IAllocHook
{
    public string Name => "alloc_dir";

    public ValueTask PrerunAsync(AllocSetup setup, CancellationToken cancellation)
    {
        setup.Folder.Build();
        return ValueTask.CompletedTask;
    }
}
