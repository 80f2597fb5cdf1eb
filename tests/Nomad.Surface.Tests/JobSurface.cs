using Nomad.Jobspec.Schema;

namespace Nomad.Surface.Tests;

/// <summary>Blocks and attributes of job files, except those inside a driver's <c>config</c>, which are the driver's own.</summary>
internal static class JobSurface
{
    private static readonly IReadOnlyDictionary<string, BlockSchema> Schemas = BlockSchema.Read(JobTable.Text, TaskTable.Text, ServiceTable.Text);

    // What stands in a label, not in the body.
    private static readonly HashSet<string> FromLabels = ["job.id", "job.group.name", "job.group.task.name"];

    // Read by the first release's shape of a block, which is no table: see LegacyShape.
    private static readonly HashSet<string> FirstRelease = ["job.group.task.resources.network.dynamic_ports"];

    public static IEnumerable<Row> Rows() => Repository.List("jobspec.tsv").Select(cells => new Row(cells[0], cells[1], Of(cells[0], cells[1])));

    private static Standing Of(string path, string key)
    {
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
}
