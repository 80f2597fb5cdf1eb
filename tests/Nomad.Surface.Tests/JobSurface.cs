using System.Text.RegularExpressions;
using Nomad.Jobspec.Schema;

namespace Nomad.Surface.Tests;

/// <summary>Blocks and attributes of job files. Those inside a driver's <c>config</c> are read from the driver's sources, those of the language from its.</summary>
internal static partial class JobSurface
{
    private static readonly IReadOnlyDictionary<string, BlockSchema> Schemas = BlockSchema.Read(JobTable.Text, TaskTable.Text, ServiceTable.Text);

    // What stands in a label, not in the body.
    private static readonly HashSet<string> FromLabels = ["job.id", "job.group.name", "job.group.task.name"];

    // Read by the first release's shape of a block, which is no table: see LegacyShape.
    private static readonly HashSet<string> FirstRelease = ["job.group.task.resources.network.dynamic_ports"];

    // What the reader of variables and of dynamic blocks calls by name.
    private static readonly HashSet<string> Language = [.. new[] { "src/Nomad.Jobspec/Variables/VariableResolver.cs", "src/Nomad.Hcl/Evaluation/DynamicExpansion.cs" }
        .SelectMany(path => WordPattern().Matches(Repository.Read(path)).Select(word => word.Groups[1].Value))];

    public static IEnumerable<Row> Rows() => Repository.List("jobspec.tsv").Select(cells => new Row(cells[0], cells[1], Of(cells[0], cells[1])));

    private static Standing Of(string path, string key)
    {
        if (UnbuiltBlocks.Find(key.Length > 0 ? $"{path}.{key}" : path) is { } block)
            return block.IsRefused ? Standing.Refused : Standing.NotYet;
        if (path.Split('.')[0] != "job")
            return Language.Contains(key.Length > 0 ? key : path.Split('.')[^1]) ? Standing.Works : Standing.Unknown;
        if (path.Split(':') is [_, var driver])
            return OfDriver(driver, key);
        if (FromLabels.Contains($"{path}.{key}") || FirstRelease.Contains($"{path}.{key}"))
            return Standing.Works;
        var parts = path.Split('.').Skip(1).Concat(key.Length > 0 ? [key] : []).ToArray();
        var schema = Schemas["job"];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!schema.ByKey.TryGetValue(parts[i], out var field))
                return Standing.Unknown;
            // A map takes any key; an attribute ends the way.
            if (field.IsMap || i == parts.Length - 1)
                return Standing.Works;
            if (!field.IsBlock || !Schemas.TryGetValue(field.Schema, out var inner))
                return Standing.Unknown;
            schema = inner;
        }
        return Standing.Works;
    }

    private static Standing OfDriver(string driver, string key)
    {
        var parts = driver.Split('.');
        var folder = parts[0] switch { "exec" => "Exec", "raw_exec" => "RawExec", "mock_driver" => "Mock", _ => "" };
        return folder.Length > 0 && (key.Length == 0 || FieldPattern().Matches(Repository.Read($"src/Nomad.Drivers/{folder}/{folder}Driver.cs")).Any(field => field.Groups[1].Value == key))
            ? Standing.Works : Standing.Unknown;
    }

    [GeneratedRegex("new\\(\"(\\w+)\", ConfigKind\\.")]
    private static partial Regex FieldPattern();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex WordPattern();
}
