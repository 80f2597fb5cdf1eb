using Nomad.Model.Diffs;

namespace Nomad.Scheduling.Diffs;

/// <summary>Writes on a diff what its changes cause.</summary>
internal static class DiffAnnotations
{
    private static readonly HashSet<string> InPlaceObjects = ["LogConfig", "Service", "Constraint", "Affinity", "RestartPolicy", "Scaling", "Action", "Schedule"];
    private static readonly HashSet<string> InPlaceFields = ["KillTimeout", "KillSignal", "Leader", "ShutdownDelay"];

    public static JobDiff Add(JobDiff diff, PlanAnnotations? annotations) => diff with
    {
        TaskGroups = diff.TaskGroups is null ? null : [.. diff.TaskGroups.Select(group => group with
        {
            Updates = Updates((annotations?.DesiredTGUpdates).OrEmpty().GetValueOrDefault(group.Name)),
            Fields = group.Fields is null ? null : [.. group.Fields.Select(CountField)],
            Tasks = group.Tasks is null ? null : [.. group.Tasks.Select(task => Task(task, group.Type))],
        })],
    };

    private static Dictionary<string, ulong>? Updates(DesiredUpdates? desired)
    {
        if (desired is null)
            return null;
        var counts = new Dictionary<string, ulong>(StringComparer.Ordinal)
        {
            ["ignore"] = desired.Ignore, ["create"] = desired.Place, ["destroy"] = desired.Stop, ["migrate"] = desired.Migrate, ["canary"] = desired.Canary,
            ["in-place update"] = desired.InPlaceUpdate, ["create/destroy update"] = desired.DestructiveUpdate, ["preemptions"] = desired.Preemptions,
            ["reschedule now"] = desired.RescheduleNow, ["reschedule later"] = desired.RescheduleLater,
        };
        return counts.Where(own => own.Value > 0).ToDictionary(StringComparer.Ordinal);
    }

    private static FieldDiff CountField(FieldDiff field)
    {
        if (field.Name != "Count" || field.Type == DiffTypes.None)
            return field;
        _ = int.TryParse(field.Old, out var old);
        _ = int.TryParse(field.New, out var now);
        return field with { Annotations = [now > old ? "forces create" : "forces destroy"] };
    }

    private static TaskDiff Task(TaskDiff task, string groupType)
    {
        if (task.Type == DiffTypes.None)
            return task;
        if (task.Type is DiffTypes.Added or DiffTypes.Deleted)
            return task with { Annotations = [groupType == DiffTypes.Edited ? "forces create/destroy update" : task.Type == DiffTypes.Added ? "forces create" : "forces destroy"] };
        var restart = task.Fields.OrEmpty().Any(own => own.Type != DiffTypes.None && !InPlaceFields.Contains(own.Name))
            || task.Objects.OrEmpty().Any(own => own.Type != DiffTypes.None && !InPlaceObjects.Contains(own.Name));
        return task with { Annotations = [restart ? "forces create/destroy update" : "forces in-place update"] };
    }
}
