using Nomad.Model;

namespace Nomad.Client.Allocations.Hooks;

/// <summary>Moves a sticky disk over from the allocation this one replaces on the same node.</summary>
internal sealed class MigrateDiskHook : IAllocHook
{
    private const string DoneMark = ".disk-taken";

    public string Name => "migrate_disk";

    public ValueTask PrerunAsync(AllocSetup setup, CancellationToken cancellation)
    {
        if (setup.Group.EphemeralDisk is not { Sticky: true } || setup.Previous is not { } previous)
            return ValueTask.CompletedTask;
        // A second run must not take away what the tasks have written since.
        var mark = Path.Combine(setup.Folder.Path, DoneMark);
        if (File.Exists(mark))
            return ValueTask.CompletedTask;
        setup.Folder.TakeDataOf(previous.Folder, setup.Group.Tasks.OrEmpty().Select(task => task.Name));
        File.WriteAllBytes(mark, []);
        return ValueTask.CompletedTask;
    }
}
