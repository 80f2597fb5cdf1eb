using Nomad.Model;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>Refuses tasks with artifacts: this client has no downloader, and a task without its files must not start.</summary>
internal sealed class ArtifactsHook : ITaskHook
{
    public string Name => "artifacts";

    public ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        if (setup.Task.Artifacts.OrEmpty() is not [var first, ..])
            return ValueTask.CompletedTask;
        var text = $"artifact \"{first.GetterSource}\": this client cannot download artifacts";
        setup.Record.Emit(TaskEvents.FailedArtifactDownload(text));
        throw new TaskHookException(text);
    }
}
