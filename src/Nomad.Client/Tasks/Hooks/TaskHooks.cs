namespace Nomad.Client.Tasks.Hooks;

/// <summary>The steps before a task starts, in order. This list is the only place that says so.</summary>
public static class TaskHooks
{
    public static IReadOnlyList<ITaskHook> InOrder { get; } =
    [
        new ValidateHook(),
        new TaskDirHook(),
        new DispatchPayloadHook(),
        new VolumesHook(),
        new ArtifactsHook(),
        new TemplateHook(),
    ];

    /// <summary>Runs all steps that are not done for good.</summary>
    /// <exception cref="TaskHookException">The first failure, with the step's name.</exception>
    public static async Task RunAsync(TaskSetup setup, CancellationToken cancellation)
    {
        foreach (var hook in InOrder)
        {
            var done = setup.Record.Local.DoneHooks ?? [];
            if (hook.Once && done.Contains(hook.Name))
                continue;
            try
            {
                await hook.PrestartAsync(setup, cancellation);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new TaskHookException($"{hook.Name}: {problem.Message}", recoverable: true);
            }
            if (hook.Once)
                setup.Record.Remember(local => local with { DoneHooks = [.. done, hook.Name] });
        }
    }
}
