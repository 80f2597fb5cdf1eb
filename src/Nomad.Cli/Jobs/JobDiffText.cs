using System.Text;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Diffs;

namespace Nomad.Cli.Jobs;

/// <summary>
/// The difference between two versions of a job as a tree: <c>+</c> added, <c>-</c> removed, <c>+/-</c> changed. Names of one
/// level stand in one column, markers to the left of it; what is inside begins two columns to the right of its owner's name.
/// </summary>
internal sealed class JobDiffText(Paint paint, bool verbose)
{
    private const int Step = 2;

    private readonly StringBuilder text = new();

    public string Of(JobDiff job)
    {
        text.Clear();
        var width = Width([job.Type]);
        Line(width, width, job.Type, paint.Bold($"Job: \"{job.ID}\""));
        var groups = job.TaskGroups.OrEmpty();
        var (fields, objects) = Shown(job.Type == "Edited" || verbose, job.Fields, job.Objects);
        width = Width([.. Types(fields, objects), .. groups.Select(group => group.Type)]);
        Members(fields, objects, width, width);
        foreach (var group in groups)
            Group(group, width);
        return text.ToString().TrimEnd('\n');
    }

    private void Group(TaskGroupDiff group, int column)
    {
        var updates = group.Updates.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} " + Painted(pair.Key)).ToArray();
        Line(column, column, group.Type, paint.Bold($"Task Group: \"{group.Name}\"") + (updates.Length > 0 ? $" ({string.Join(", ", updates)})" : ""));
        var tasks = group.Tasks.OrEmpty();
        var (fields, objects) = Shown(group.Type == "Edited" || verbose, group.Fields, group.Objects);
        var width = Width([.. Types(fields, objects), .. tasks.Select(task => task.Type)]);
        Members(fields, objects, column + Step, width);
        foreach (var task in tasks)
            Task(task, column + Step, width);
        text.Append('\n');
    }

    private void Task(TaskDiff task, int column, int width)
    {
        Line(column, width, task.Type, paint.Bold($"Task: \"{task.Name}\"") + Annotations(task.Annotations.OrEmpty()));
        var (fields, objects) = Shown(task.Type == "Edited" || verbose && task.Type != "None", task.Fields, task.Objects);
        Members(fields, objects, column + Step, Width(Types(fields, objects)));
    }

    private void Members(IReadOnlyList<FieldDiff> fields, IReadOnlyList<ObjectDiff> objects, int column, int width)
    {
        var longest = fields.Select(field => field.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var field in fields)
            Line(column, width, field.Type, $"{field.Name}: {new string(' ', longest - field.Name.Length)}{Change(field)}{Annotations(field.Annotations.OrEmpty())}");
        foreach (var item in objects)
        {
            Line(column, width, item.Type, paint.Bold(item.Name) + " {");
            Members(item.Fields.OrEmpty(), item.Objects.OrEmpty(), column + Step, Width(Types(item.Fields.OrEmpty(), item.Objects.OrEmpty())));
            Line(column, 0, "None", "}");
        }
    }

    /// <summary>A name at <paramref name="column"/>; its marker at the left edge of the <paramref name="width"/> columns before it.</summary>
    private void Line(int column, int width, string type, string content)
    {
        var marker = Marker(type);
        var before = marker.Length == 0 ? column : Math.Max(0, column - width);
        text.Append(' ', before);
        if (marker.Length > 0)
            text.Append(Painted(type, marker)).Append(' ', Math.Max(1, column - before - marker.Length));
        text.Append(content).Append('\n');
    }

    private static (IReadOnlyList<FieldDiff>, IReadOnlyList<ObjectDiff>) Shown(bool shown, IReadOnlyList<FieldDiff>? fields, IReadOnlyList<ObjectDiff>? objects) =>
        shown ? (fields.OrEmpty(), objects.OrEmpty()) : ([], []);

    private static int Width(IEnumerable<string> types) => types.Select(type => Marker(type) is { Length: > 0 } marker ? marker.Length + 1 : 0).DefaultIfEmpty(0).Max();

    private static IEnumerable<string> Types(IReadOnlyList<FieldDiff> fields, IReadOnlyList<ObjectDiff> objects) =>
        fields.Select(field => field.Type).Concat(objects.Select(item => item.Type));

    private static string Change(FieldDiff field) => field.Type switch
    {
        "Deleted" => $"\"{field.Old}\"",
        "Edited" => $"\"{field.Old}\" => \"{field.New}\"",
        _ => $"\"{field.New}\"",
    };

    private string Annotations(IReadOnlyList<string> annotations) => annotations.Count == 0 ? "" : $" ({string.Join(", ", annotations.Select(Painted))})";

    private static string Marker(string type) => type switch { "Added" => "+", "Deleted" => "-", "Edited" => "+/-", _ => "" };

    private string Painted(string type, string marker) => type switch
    {
        "Added" => paint.Green(marker),
        "Deleted" => paint.Red(marker),
        _ => paint.Yellow(marker),
    };

    private string Painted(string what) => what switch
    {
        "create" or "forces create" => paint.Green(what),
        "destroy" or "forces destroy" => paint.Red(what),
        _ => paint.Cyan(what),
    };
}
