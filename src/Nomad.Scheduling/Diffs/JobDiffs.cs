using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Model.Diffs;
using Nomad.Model.Json;

namespace Nomad.Scheduling.Diffs;

/// <summary>What differs between two versions of a job, in the shapes that <c>job plan</c> and <c>job history -p</c> show.</summary>
public static class JobDiffs
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "ID", "Status", "StatusDescription", "Version", "Stable", "CreateIndex", "ModifyIndex", "JobModifyIndex", "SubmitTime", "NomadTokenID",
        "VersionTag", "Update", "Payload", "DispatchIdempotencyToken", "TaskGroups",
    };

    /// <summary>Compares; null stands for a job that is not there. Contextual adds the unchanged fields of changed objects.</summary>
    /// <exception cref="ArgumentException">Two different jobs.</exception>
    public static JobDiff Compare(Job? before, Job? after, bool contextual)
    {
        if (before is not null && after is not null && before.ID != after.ID)
            throw new ArgumentException($"can not diff jobs with different IDs: \"{before.ID}\" and \"{after.ID}\"", nameof(after));
        var old = before is null ? null : JsonSerializer.SerializeToNode(before, ModelJson.Default.Job)!.AsObject();
        var now = after is null ? null : JsonSerializer.SerializeToNode(after, ModelJson.Default.Job)!.AsObject();
        var level = DocumentDiff.Compare(old, now, Skipped, contextual: false, contextual);
        var groups = Groups(old, now, contextual);
        return new JobDiff
        {
            ID = (after ?? before)?.ID ?? "",
            Type = Kind(old, now, level.HasChanges || groups.Exists(group => group.Type != DiffTypes.None)),
            Fields = level.Fields, Objects = level.Objects, TaskGroups = groups.Count > 0 ? groups : null,
        };
    }

    /// <summary>Notes on a diff what the plan does about it.</summary>
    public static JobDiff Annotate(JobDiff diff, PlanAnnotations? annotations) => DiffAnnotations.Add(diff, annotations);

    private static List<TaskGroupDiff> Groups(JsonObject? before, JsonObject? after, bool contextual)
    {
        HashSet<string> skipped = ["Name", "Tasks"];
        var diffs = new List<TaskGroupDiff>();
        foreach (var (name, old, now) in DocumentDiff.ByName(before?["TaskGroups"], after?["TaskGroups"]))
        {
            var level = DocumentDiff.Compare(old, now, skipped, contextual: false, contextual);
            var tasks = Tasks(old, now, contextual);
            diffs.Add(new TaskGroupDiff
            {
                Name = name, Type = Kind(old, now, level.HasChanges || tasks.Exists(task => task.Type != DiffTypes.None)),
                Fields = level.Fields, Objects = level.Objects, Tasks = tasks.Count > 0 ? tasks : null,
            });
        }
        return diffs;
    }

    private static List<TaskDiff> Tasks(JsonObject? before, JsonObject? after, bool contextual)
    {
        // A task's restart policy is its group's unless it says otherwise; it is told once.
        HashSet<string> skipped = ["Name", "RestartPolicy"];
        var diffs = new List<TaskDiff>();
        foreach (var (name, old, now) in DocumentDiff.ByName(before?["Tasks"], after?["Tasks"]))
        {
            var level = DocumentDiff.Compare(old, now, skipped, contextual: false, contextual);
            diffs.Add(new TaskDiff { Name = name, Type = Kind(old, now, level.HasChanges), Fields = level.Fields, Objects = level.Objects });
        }
        return diffs;
    }

    internal static string Kind(JsonNode? old, JsonNode? now, bool changed) =>
        old is null ? (now is null ? DiffTypes.None : DiffTypes.Added) : now is null ? DiffTypes.Deleted : changed ? DiffTypes.Edited : DiffTypes.None;
}
