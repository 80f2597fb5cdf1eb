namespace Nomad.Client.Tasks.Hooks;

/// <summary>
/// One step before a task starts. Steps run one after another in the order of <see cref="TaskHooks"/> and stop at the first that
/// fails. Each may run again for the same task (restart, crash of the agent) and must then leave the same result.
/// </summary>
public interface ITaskHook
{
    /// <summary>Name in logs, metrics and the client's state.</summary>
    string Name { get; }

    /// <summary>Whether the step is done for good once it succeeded.</summary>
    bool Once => false;

    /// <exception cref="TaskHookException">The step failed; the text goes to the user.</exception>
    ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation);
}

/// <summary>A step failed.</summary>
/// <param name="message">For the user.</param>
/// <param name="recoverable">Whether the restart policy may try again.</param>
public sealed class TaskHookException(string message, bool recoverable = false) : Exception(message)
{
    public bool Recoverable { get; } = recoverable;
}
