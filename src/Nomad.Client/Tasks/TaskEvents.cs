using System.Globalization;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Client.Tasks;

/// <summary>
/// Makes the events people read in `alloc status`. The texts are the product's interface: scripts match them. Times are set by
/// the runner that records the event.
/// </summary>
public static class TaskEvents
{
    public static TaskEvent Received() => Make("Received", "Task received by client");

    public static TaskEvent Setup(string message) => Make("Task Setup", message, ("message", message)) with { Message = message };

    public static TaskEvent Started() => Make("Started", "Task started by client");

    public static TaskEvent SetupFailure(string error) =>
        Make("Setup Failure", error.Length > 0 ? error : "Task setup failed", ("setup_error", error), ("fails_task", "true")) with { SetupError = error, FailsTask = true };

    public static TaskEvent DriverFailure(string error) =>
        Make("Driver Failure", error.Length > 0 ? error : "Failed to start task", ("driver_error", error)) with { DriverError = error };

    public static TaskEvent FailedValidation(string error) =>
        Make("Failed Validation", error.Length > 0 ? error : "Validation of task failed", ("validation_error", error), ("fails_task", "true"))
            with
        { ValidationError = error, FailsTask = true };

    public static TaskEvent DownloadingArtifacts() => Make("Downloading Artifacts", "Client is downloading artifacts");

    public static TaskEvent FailedArtifactDownload(string error) =>
        Make("Failed Artifact Download", error.Length > 0 ? error : "Failed to download artifacts", ("download_error", error)) with { DownloadError = error };

    public static TaskEvent DriverMessage(string message) =>
        Make("Driver", message, ("driver_message", message)) with { DriverMessage = message };

    public static TaskEvent Terminated(TaskExit exit)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Exit Code: {exit.ExitCode}");
        if (exit.Signal != 0)
            text += string.Create(CultureInfo.InvariantCulture, $", Signal: {exit.Signal}");
        if (exit.Error.Length > 0)
            text += $", Exit Message: \"{exit.Error}\"";
        var made = Make("Terminated", text,
            ("exit_code", exit.ExitCode.ToString(CultureInfo.InvariantCulture)),
            ("signal", exit.Signal.ToString(CultureInfo.InvariantCulture)),
            ("oom_killed", exit.OutOfMemory ? "true" : "false"));
        return With(made, "exit_message", exit.Error) with { ExitCode = exit.ExitCode, Signal = exit.Signal, Message = exit.Error };
    }

    /// <param name="timeout">Time between the signal and force; zero when force comes at once.</param>
    /// <param name="reason">Why, when it was not simply stopped.</param>
    public static TaskEvent Killing(TimeSpan timeout, string reason = "")
    {
        var duration = Duration.FromTimeSpan(timeout);
        var text = reason.Length > 0 ? reason
            : timeout > TimeSpan.Zero ? $"Sent interrupt. Waiting {duration} before force killing" : "Sent interrupt";
        var made = timeout > TimeSpan.Zero ? Make("Killing", text, ("kill_timeout", duration.ToString())) : Make("Killing", text);
        return With(made, "kill_reason", reason) with { KillTimeout = duration, KillReason = reason };
    }

    public static TaskEvent Killed(string error = "") =>
        With(Make("Killed", error.Length > 0 ? error : "Task successfully killed"), "kill_error", error) with { KillError = error };

    public static TaskEvent Restarting(TimeSpan delay, string reason)
    {
        var text = $"Task restarting in {Duration.FromTimeSpan(delay)}";
        return Make("Restarting", reason.Length > 0 && reason != RestartTracker.WithinPolicy ? $"{reason} - {text}" : text,
            ("restart_reason", reason), ("start_delay", Duration.FromTimeSpan(delay).Nanoseconds.ToString(CultureInfo.InvariantCulture)))
            with
        { RestartReason = reason, StartDelay = Duration.FromTimeSpan(delay).Nanoseconds };
    }

    public static TaskEvent NotRestarting(string reason) =>
        Make("Not Restarting", reason.Length > 0 ? reason : "Task exceeded restart policy", ("restart_reason", reason), ("fails_task", "true"))
            with
        { RestartReason = reason, FailsTask = true };

    public static TaskEvent RestartSignaled(string reason) =>
        Make("Restart Signaled", reason.Length > 0 ? reason : "Task signaled to restart", ("restart_reason", reason)) with { RestartReason = reason };

    public static TaskEvent Signaling(string signal, string reason) =>
        Make("Signaling", reason.Length > 0 ? $"Task being sent signal {signal}: {reason}" : $"Task being sent signal {signal}",
            ("signal", signal), ("task_signal", signal)) with
        { TaskSignal = signal, TaskSignalReason = reason };

    /// <param name="standing">One of <see cref="PauseStandings"/>.</param>
    public static TaskEvent Pausing(string standing) => Make("Pausing", standing == PauseStandings.ForcePause ? "Task paused by user" : "Task paused by schedule");

    /// <param name="standing">One of <see cref="PauseStandings"/>.</param>
    public static TaskEvent Resuming(string standing) => Make("Running", standing == PauseStandings.ForceRun ? "Task resumed by user" : "Task resumed by schedule");

    public static TaskEvent SiblingFailed(string sibling) =>
        Make("Sibling Task Failed", $"Task's sibling \"{sibling}\" failed", ("failed_sibling", sibling)) with { FailedSibling = sibling };

    public static TaskEvent LeaderDead() => Make("Leader Task Dead", "Leader Task in Group dead");

    public static TaskEvent MainTasksDead() => Make("Main Tasks Dead", "Main tasks in the group died");

    public static TaskEvent HookFailed(string message) => Make("Task hook failed", message, ("message", message)) with { Message = message };

    public static TaskEvent RestoreFailed(string message) => Make("Failed Restoring Task", message, ("message", message)) with { Message = message };

    public static TaskEvent WaitingForShutdownDelay(TimeSpan delay)
    {
        var message = $"Waiting for shutdown_delay of {Duration.FromTimeSpan(delay)} before killing the task.";
        return Make("Waiting for shutdown delay", message, ("message", message)) with { Message = message };
    }

    public static TaskEvent SkippingShutdownDelay()
    {
        const string message = "Skipping shutdown_delay before killing the task.";
        return Make("Skipping shutdown delay", message, ("message", message)) with { Message = message };
    }

    /// <summary>An event of a source that is no type of its own: `Template`, `Alloc Unhealthy`, `Secrets`.</summary>
    public static TaskEvent From(string source, string message) =>
        Make(source, message, ("message", message)) with { Message = message, GenericSource = source };

    private static TaskEvent Make(string type, string display, params ReadOnlySpan<(string Name, string Value)> details)
    {
        var map = new Dictionary<string, string>(details.Length, StringComparer.Ordinal);
        foreach (var (name, value) in details)
            map[name] = value;
        return new TaskEvent { Type = type, DisplayMessage = display, Details = map };
    }

    private static TaskEvent With(TaskEvent made, string name, string value) => value.Length == 0 ? made
        : made with { Details = new Dictionary<string, string>(made.Details.OrEmpty(), StringComparer.Ordinal) { [name] = value } };
}
