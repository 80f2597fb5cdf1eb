namespace Nomad.Client.Tasks.Environment;

/// <summary>The three folders of a task, as the task itself sees them or as the host does.</summary>
/// <param name="AllocDir">Shared by the tasks of the allocation.</param>
/// <param name="LocalDir">The task's own.</param>
/// <param name="SecretsDir">The task's own, kept out of the file API.</param>
public sealed record TaskPaths(string AllocDir, string LocalDir, string SecretsDir)
{
    /// <summary>What tasks see whose driver gives them a root of their own.</summary>
    public static TaskPaths Isolated { get; } = new("/alloc", "/local", "/secrets");
}
