using Nomad.Client.Tasks;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Allocations;

/// <summary>Verdict on an allocation of a deployment or migration.</summary>
/// <param name="Healthy">Null while undecided.</param>
/// <param name="Reasons">Why it is unhealthy, by task; empty otherwise.</param>
/// <param name="LookAgainAt">When an undecided verdict may change without any news.</param>
public sealed record HealthVerdict(bool? Healthy, IReadOnlyDictionary<string, string> Reasons, DateTimeOffset LookAgainAt);

/// <summary>
/// Decides health from task states: healthy when every task that has to run has run without interruption for the minimum time,
/// unhealthy when one failed or the deadline passed. Pure; all times are of one clock.
/// </summary>
public static class HealthJudge
{
    private static readonly IReadOnlyDictionary<string, string> NoReasons = new Dictionary<string, string>();

    public static HealthVerdict Judge(
        IReadOnlyList<JobTask> tasks, IReadOnlyDictionary<string, TaskState> states, HealthRule rule, DateTimeOffset now)
    {
        var since = DateTimeOffset.MinValue;
        var waiting = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var task in tasks.Where(task => !Lifecycle.IsPoststop(task)))
        {
            var state = states.GetValueOrDefault(task.Name) ?? new TaskState();
            if (state.Failed || (state.State == TaskStateNames.Dead && !MayEnd(task)))
                return new HealthVerdict(false, One(task.Name, "Unhealthy because of failed task"), now);
            // It rests as it is told to: nothing is wrong with it, and its deployment must not wait for its hours.
            if (state.State != TaskStateNames.Dead && PauseStandings.IsPaused(state.Paused))
                continue;
            if (state.State == TaskStateNames.Running && !IsPassing(task))
                since = Later(since, state.StartedAt);
            else if (state.State != TaskStateNames.Dead)
                waiting[task.Name] = state.State == TaskStateNames.Running
                    ? "Task has not completed" : $"Task not running by deadline";
        }
        if (waiting.Count == 0 && now >= since + rule.MinimumTime)
            return new HealthVerdict(true, NoReasons, now);
        if (now >= rule.Deadline)
            return new HealthVerdict(false, waiting.Count > 0 ? waiting : One(tasks[0].Name, LateReason(rule)), now);
        var ripe = waiting.Count == 0 ? since + rule.MinimumTime : rule.Deadline;
        return new HealthVerdict(null, NoReasons, ripe < rule.Deadline ? ripe : rule.Deadline);
    }

    private static string LateReason(HealthRule rule) =>
        $"Task not running for min_healthy_time of {Duration.FromTimeSpan(rule.MinimumTime)} by healthy_deadline of {Duration.FromTimeSpan(rule.Allowed)}";

    // Prestart tasks that are no sidecars have to end; poststart ones may.
    private static bool IsPassing(JobTask task) => task.Lifecycle is { Hook: "prestart", Sidecar: false };

    private static bool MayEnd(JobTask task) => task.Lifecycle is { Hook: "prestart" or "poststart", Sidecar: false };

    private static Dictionary<string, string> One(string task, string reason) => new() { [task] = reason };

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}

/// <summary>What health means for one allocation.</summary>
/// <param name="MinimumTime">How long it has to run without interruption.</param>
/// <param name="Allowed">How long the watch may take.</param>
/// <param name="Deadline">When it counts as unhealthy.</param>
public sealed record HealthRule(TimeSpan MinimumTime, TimeSpan Allowed, DateTimeOffset Deadline)
{
    /// <summary>The rule for an allocation, or null when nobody asked: no deployment, manual judgement, decided already, or work that ends.</summary>
    public static HealthRule? For(Allocation allocation, TaskGroup group, DateTimeOffset now)
    {
        if (allocation.DeploymentStatus?.Healthy is not null || allocation.Job is not { Type: JobTypes.Service or JobTypes.System } job)
            return null;
        if (allocation.DeploymentID.Length > 0)
        {
            return (group.Update ?? job.Update) is { HealthCheck: not "manual" } update
                ? new HealthRule(update.MinHealthyTime, update.HealthyDeadline, now + update.HealthyDeadline) : null;
        }
        return group.Migrate is { HealthCheck: not "manual" } migrate
            ? new HealthRule(migrate.MinHealthyTime, migrate.HealthyDeadline, now + migrate.HealthyDeadline) : null;
    }
}
