using Nomad.Configuration.Reading;
using Nomad.Configuration.Schema;

namespace Nomad.Surface.Tests;

/// <summary>Keys of the agent's configuration.</summary>
internal static class ConfigurationSurface
{
    public static IEnumerable<Row> Rows() => Repository.List("config.tsv").Select(cells => new Row(cells[0], cells[1], Of(cells[0], cells[1])));

    private static Standing Of(string path, string key)
    {
        var dotted = string.Join('.', new[] { path, key }.Where(part => part.Length > 0));
        if (UnbuiltKeys.Covers(dotted))
            return Standing.NotYet;
        if (path.Length == 0)
            return In(BlockSchema.Root, key);
        var dot = path.LastIndexOf('.');
        var (outer, name) = dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
        // A map is one key of its block and takes any names.
        if (BlockOf(outer)?.Keys.GetValueOrDefault(name) is { Type: KeyType.Map })
            return Standing.Works;
        return BlockOf(path) is { } schema ? In(schema, key) : Standing.Unknown;
    }

    private static BlockSchema? BlockOf(string path)
    {
        var dot = path.LastIndexOf('.');
        return path.Length == 0 ? BlockSchema.Root : new BlockSchema(dot < 0 ? "" : path[..dot]).Nested(path[(dot + 1)..], null);
    }

    private static Standing In(BlockSchema schema, string key) => key.Length == 0 || schema.Keys.ContainsKey(key) ? Standing.Works : Standing.Unknown;
}
