using System.Text;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Diffs;

namespace Nomad.Cli.Jobs;

/// <summary>The difference between two versions of a job as a tree: <c>+</c> added, <c>-</c> removed, <c>+/-</c> changed.</summary>
internal sealed class JobDiffText(Paint paint, bool verbose)
{
    private readonly StringBuilder text = new();

    public string Of(JobDiff job)
    {
        text.Clear();
        text.Append(Marker(job.Type)).Append(paint.Bold($"Job: \"{job.ID}\"")).Append('\n');
        var longest = LongestOf(job.Fields.OrEmpty(), job.Objects.OrEmpty());
        if (job.Type == "Edited" || verbose)
            Members(job.Fields.OrEmpty(), job.Objects.OrEmpty(), 0, longest);
        foreach (var group in job.TaskGroups.OrEmpty())
            Group(group);
        return text.ToString().TrimEnd('\n');
    }

    private void Group(TaskGroupDiff group)
    {
        var updates = group.Updates.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Update(pair.Key, pair.Value)).ToArray();
        text.Append(Marker(group.Type)).Append(paint.Bold($"Task Group: \"{group.Name}\""));
        if (updates.Length > 0)
            text.Append($" ({string.Join(", ", updates)})");
        text.Append('\n');
        if (group.Type == "Edited" || verbose)
            Members(group.Fields.OrEmpty(), group.Objects.OrEmpty(), 2, LongestOf(group.Fields.OrEmpty(), group.Objects.OrEmpty()));
        foreach (var task in group.Tasks.OrEmpty())
            Task(task);
    }

    private void Task(TaskDiff task)
    {
        if (task.Type == "None" && !verbose && task.Annotations.OrEmpty().Count == 0)
        {
            text.Append(new string(' ', 6)).Append(paint.Bold($"Task: \"{task.Name}\"")).Append('\n');
            return;
        }
        text.Append("  ").Append(task.Type == "None" ? "    "[..(verbose ? 0 : 4)] : Marker(task.Type)).Append(paint.Bold($"Task: \"{task.Name}\""));
        if (task.Annotations.OrEmpty().Count > 0)
            text.Append($" ({string.Join(", ", task.Annotations.OrEmpty().Select(Painted))})");
        text.Append('\n');
        if (task.Type == "Edited" || verbose)
            Members(task.Fields.OrEmpty(), task.Objects.OrEmpty(), 4, LongestOf(task.Fields.OrEmpty(), task.Objects.OrEmpty()));
    }

    private void Members(IReadOnlyList<FieldDiff> fields, IReadOnlyList<ObjectDiff> objects, int indent, (int Name, int Marker) longest)
    {
        foreach (var field in fields.Where(field => verbose || field.Type != "None"))
            Field(field, indent, longest);
        foreach (var item in objects.Where(item => verbose || item.Type != "None"))
        {
            text.Append(' ', indent).Append(Marker(item.Type)).Append(Pad(item.Type, longest.Marker)).Append(paint.Bold(item.Name)).Append(" {\n");
            Members(item.Fields.OrEmpty(), item.Objects.OrEmpty(), indent + 2, LongestOf(item.Fields.OrEmpty(), item.Objects.OrEmpty()));
            text.Append(' ', indent + (longest.Marker > 0 ? longest.Marker + 1 : 0)).Append("}\n");
        }
    }

    private void Field(FieldDiff field, int indent, (int Name, int Marker) longest)
    {
        text.Append(' ', indent).Append(Marker(field.Type)).Append(Pad(field.Type, longest.Marker)).Append(field.Name).Append(": ")
            .Append(' ', Math.Max(0, longest.Name - field.Name.Length));
        text.Append(field.Type switch
        {
            "Added" => $"\"{field.New}\"",
            "Deleted" => $"\"{field.Old}\"",
            "Edited" => $"\"{field.Old}\" => \"{field.New}\"",
            _ => $"\"{field.New}\"",
        });
        if (field.Annotations.OrEmpty().Count > 0)
            text.Append($" ({string.Join(", ", field.Annotations.OrEmpty().Select(Painted))})");
        text.Append('\n');
    }

    private static (int Name, int Marker) LongestOf(IReadOnlyList<FieldDiff> fields, IReadOnlyList<ObjectDiff> objects) =>
        (fields.Select(field => field.Name.Length).DefaultIfEmpty(0).Max(),
         fields.Select(field => Length(field.Type)).Concat(objects.Select(item => Length(item.Type))).DefaultIfEmpty(0).Max());

    private static int Length(string type) => type switch { "Edited" => 3, "None" => 0, _ => 1 };

    // Markers are one or three wide; the names behind them stand in one column.
    private static string Pad(string type, int longest) => new(' ', Math.Max(0, longest - Length(type)) + (type == "None" && longest > 0 ? 1 : 0));

    private string Marker(string type) => type switch
    {
        "Added" => paint.Green("+") + " ",
        "Deleted" => paint.Red("-") + " ",
        "Edited" => paint.Yellow("+/-") + " ",
        _ => "",
    };

    private string Update(string kind, ulong count) => kind switch
    {
        "create" => $"{count} " + paint.Green(kind),
        "destroy" => $"{count} " + paint.Red(kind),
        "migrate" => $"{count} " + paint.Cyan(kind),
        _ => $"{count} " + paint.Cyan(kind),
    };

    private string Painted(string annotation) => annotation switch
    {
        "forces create" => paint.Green(annotation),
        "forces destroy" => paint.Red(annotation),
        _ => paint.Cyan(annotation),
    };
}
