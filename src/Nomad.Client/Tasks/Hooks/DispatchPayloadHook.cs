using Nomad.Client.Files;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>Writes the payload of a dispatched job into the task's folder.</summary>
internal sealed class DispatchPayloadHook : ITaskHook
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    public string Name => "dispatch_payload";

    public bool Once => true;

    public ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        if (setup.Task.DispatchPayload is not { File.Length: > 0 } wanted || setup.Allocation.Job?.Payload is not { Length: > 0 } payload)
            return ValueTask.CompletedTask;
        using var local = new BeneathRoot(setup.Folder.Local(setup.Task.Name));
        local.WriteFile(wanted.File, payload, Everyone);
        return ValueTask.CompletedTask;
    }
}
