using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Allocations;

/// <summary>
/// The order of tasks within a group: prestart tasks, then main tasks, then poststart beside them, and poststop when they are
/// gone. Pure.
/// </summary>
public static class Lifecycle
{
    public static bool IsMain(JobTask task) => task.Lifecycle is null or { Hook: "" };

    public static bool IsPoststop(JobTask task) => task.Lifecycle?.Hook == "poststop";

    public static bool IsSidecar(JobTask task) => task.Lifecycle is { Sidecar: true };

    /// <summary>Whether the task may start now, given the states of all tasks of its group.</summary>
    public static bool MayStart(JobTask task, IReadOnlyList<JobTask> group, IReadOnlyDictionary<string, TaskState> states) => task.Lifecycle?.Hook switch
    {
        "prestart" => true,
        "poststart" => group.Where(IsMain).All(main => StateOf(main, states).State == TaskStateNames.Running),
        "poststop" => MainIsOver(group, states),
        _ => group.Where(each => each.Lifecycle?.Hook == "prestart").All(each => IsReady(each, StateOf(each, states))),
    };

    /// <summary>All main tasks have ended.</summary>
    public static bool MainIsOver(IReadOnlyList<JobTask> group, IReadOnlyDictionary<string, TaskState> states) =>
        group.Where(IsMain).All(main => StateOf(main, states).State == TaskStateNames.Dead);

    /// <summary>What runs on beside the main tasks and must end with them.</summary>
    public static IEnumerable<JobTask> LeftoverSidecars(IReadOnlyList<JobTask> group, IReadOnlyDictionary<string, TaskState> states) =>
        MainIsOver(group, states)
            ? group.Where(task => !IsMain(task) && !IsPoststop(task) && StateOf(task, states).State != TaskStateNames.Dead)
            : [];

    // A sidecar has to run; other prestart tasks have to be done without failing.
    private static bool IsReady(JobTask task, TaskState state) => IsSidecar(task)
        ? state.State == TaskStateNames.Running
        : state is { State: TaskStateNames.Dead, Failed: false };

    private static TaskState StateOf(JobTask task, IReadOnlyDictionary<string, TaskState> states) => states.GetValueOrDefault(task.Name) ?? new TaskState();
}
