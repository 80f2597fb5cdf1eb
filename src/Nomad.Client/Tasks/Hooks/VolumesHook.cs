using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Volumes;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>Turns volume mounts of the task into mounts of host folders.</summary>
internal sealed class VolumesHook : ITaskHook
{
    public string Name => "volumes";

    public ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        foreach (var mount in setup.Task.VolumeMounts.OrEmpty())
        {
            var request = setup.Group.Volumes.OrEmpty().GetValueOrDefault(mount.Volume)
                ?? throw new TaskHookException($"volume \"{mount.Volume}\" is not declared by the group");
            if (request.Type != "host")
                throw new TaskHookException($"volume \"{mount.Volume}\" has type \"{request.Type}\"; this client mounts host volumes only");
            var source = VolumeSources.Of(request, setup.Allocation.Name);
            var volume = setup.Options.HostVolumes.FirstOrDefault(each => each.Name == source)
                ?? throw new TaskHookException($"host volume \"{source}\" is not configured on this client");
            var readOnly = mount.ReadOnly || request.ReadOnly || volume.ReadOnly;
            setup.Mounts.Add(new TaskMount(volume.Path, mount.Destination, readOnly, mount.PropagationMode is { Length: > 0 } mode ? mode : "private"));
        }
        return ValueTask.CompletedTask;
    }
}
