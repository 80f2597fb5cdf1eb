namespace Nomad.Client.Tasks.Hooks;

/// <summary>Makes the task's folders.</summary>
internal sealed class TaskDirHook : ITaskHook
{
    public string Name => "task_dir";

    public ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        if (!Directory.Exists(setup.Folder.Local(setup.Task.Name)))
            setup.Record.Emit(TaskEvents.Setup("Building Task Directory"));
        setup.Folder.BuildTask(setup.Task);
        return ValueTask.CompletedTask;
    }
}
