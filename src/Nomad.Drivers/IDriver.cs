using System.Text.Json;

namespace Nomad.Drivers;

/// <summary>
/// Runs tasks of one kind. Every method may be called from any thread; calls about different tasks do not wait for each other.
/// A task goes on running when the agent ends: keep its <see cref="TaskHandle"/> and hand it to <see cref="RecoverAsync"/>.
/// </summary>
public interface IDriver
{
    /// <summary>The name in a job file, e.g. <c>raw_exec</c>.</summary>
    string Name { get; }

    DriverCapabilities Capabilities { get; }

    /// <summary>What a task's <c>config</c> may hold.</summary>
    ConfigSchema Schema { get; }

    /// <summary>How often the driver looks at this host.</summary>
    TimeSpan FingerprintPeriod { get; }

    /// <summary>What the driver finds on this host: at once, and then whenever it changes, until cancelled.</summary>
    IAsyncEnumerable<DriverFingerprint> FingerprintAsync(CancellationToken cancel);

    /// <summary>Starts the task and returns once it runs. Throws <see cref="DriverException"/>, also for a wrong config.</summary>
    Task<StartedTask> StartAsync(TaskConfig task, CancellationToken cancel);

    /// <summary>Takes up a task that an earlier agent started. Throws <see cref="TaskNotFoundException"/> when it is lost.</summary>
    Task RecoverAsync(TaskHandle handle, CancellationToken cancel);

    /// <summary>Completes when the task has ended, at once if it already has; may be asked any number of times until it is destroyed.</summary>
    Task<ExitResult> WaitAsync(string taskId, CancellationToken cancel);

    /// <summary>Sends the signal (<c>SIGINT</c> when null or empty), kills everything after the timeout, and returns once the task has ended.</summary>
    Task StopAsync(string taskId, TimeSpan timeout, string? signal, CancellationToken cancel);

    /// <summary>Forgets a task and removes what it left. A running task needs <paramref name="force"/>. An unknown task is no error.</summary>
    Task DestroyAsync(string taskId, bool force, CancellationToken cancel);

    Task<TaskState> InspectAsync(string taskId, CancellationToken cancel);

    /// <summary>One sample of what the task uses; percentages are since the sample before.</summary>
    Task<TaskStats> StatsAsync(string taskId, CancellationToken cancel);

    /// <summary>Sends a signal by name (<c>SIGHUP</c>) or number.</summary>
    Task SignalAsync(string taskId, string signal, CancellationToken cancel);

    /// <summary>Runs another command where the task runs. Disposing the session ends the command.</summary>
    Task<ExecSession> ExecAsync(string taskId, ExecRequest request, CancellationToken cancel);

    /// <summary>Reads a task's config without starting it; throws <see cref="DriverException"/> naming every mistake.</summary>
    TaskOptions Validate(IReadOnlyDictionary<string, JsonElement> config) => Schema.Read(config);
}
