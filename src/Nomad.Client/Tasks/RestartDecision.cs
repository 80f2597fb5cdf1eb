namespace Nomad.Client.Tasks;

/// <summary>What happens to a task after it ended or could not start.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Delay">How long to wait before it runs again.</param>
/// <param name="Reason">For the event; empty when there is nothing to say.</param>
public sealed record RestartDecision(RestartKind Kind, TimeSpan Delay, string Reason);

public enum RestartKind
{
    /// <summary>The task is done and did not fail.</summary>
    Terminated,

    /// <summary>Somebody ended it.</summary>
    Killed,

    /// <summary>The policy gives up; the task failed.</summary>
    NotRestarting,

    Restarting,
}
