namespace Nomad.Drivers;

/// <summary>A driver could not do as asked. Users read the message in task events.</summary>
/// <param name="recoverable">Whether trying again (under the restart policy) can help.</param>
public class DriverException(string message, bool recoverable = false, Exception? inner = null) : Exception(message, inner)
{
    public bool Recoverable { get; } = recoverable;
}

/// <summary>No such task (any more): destroyed, or lost with its supervisor.</summary>
public sealed class TaskNotFoundException(string taskId)
    : DriverException($"task not found for given id \"{taskId}\"");
