namespace Nomad.Drivers;

/// <param name="Exit">Null while it runs.</param>
/// <param name="Pid">First process; 0 when there is none.</param>
public sealed record TaskState(string TaskId, int Pid, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, ExitResult? Exit)
{
    public bool Running => Exit is null;
}
