using System.Collections.Frozen;

namespace Nomad.Jobspec.Schema;

/// <summary>
/// The keys of one block type, read from a table of lines <c>key kind Field [schema]</c>. Kinds: s text, i whole number, b bool, d duration,
/// with ? when the document shows null for absent; [s] [i] lists; {s} {any} {[s]} maps; 1 one block, * many, L labelled list, M labelled map.
/// Key - is a field of the API only. Behind the kind, ! means required and ~ that the field is ours: absent when the file does not have it.
/// </summary>
internal sealed class BlockSchema
{
    private BlockSchema(IReadOnlyList<BlockField> fields)
    {
        Fields = fields;
        ByKey = fields.Where(field => field.Key.Length > 0).ToFrozenDictionary(field => field.Key, StringComparer.Ordinal);
        BlockLabels = ByKey.Values.Where(field => field.IsBlock)
            .ToFrozenDictionary(field => field.Key, field => field.Kind is FieldKind.Labelled or FieldKind.LabelMap ? 1 : 0, StringComparer.Ordinal);
    }

    public IReadOnlyList<BlockField> Fields { get; }

    public FrozenDictionary<string, BlockField> ByKey { get; }

    public FrozenDictionary<string, int> BlockLabels { get; }

    /// <summary>Reads tables: a line <c>[name]</c> starts a block type.</summary>
    public static FrozenDictionary<string, BlockSchema> Read(params string[] tables)
    {
        var all = new Dictionary<string, List<BlockField>>(StringComparer.Ordinal);
        List<BlockField> current = [];
        foreach (var line in tables.SelectMany(table => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 1 && words[0][0] == '[')
                all[words[0][1..^1]] = current = [];
            else
                current.Add(Field(words));
        }

        return all.ToFrozenDictionary(pair => pair.Key, pair => new BlockSchema(pair.Value), StringComparer.Ordinal);
    }

    private static BlockField Field(string[] words)
    {
        var kind = words[1].TrimEnd('!', '?', '~') switch
        {
            "s" => FieldKind.Text,
            "i" => FieldKind.Int,
            "b" => FieldKind.Bool,
            "d" => FieldKind.Duration,
            "[s]" => FieldKind.TextList,
            "[i]" => FieldKind.IntList,
            "{s}" => FieldKind.TextMap,
            "{any}" => FieldKind.AnyMap,
            "{[s]}" => FieldKind.ListMap,
            "1" => FieldKind.Block,
            "*" => FieldKind.Blocks,
            "L" => FieldKind.Labelled,
            "M" => FieldKind.LabelMap,
            _ => throw new InvalidOperationException($"the kind {words[1]} is unknown"),
        };
        return new BlockField(words[0] == "-" ? "" : words[0], kind, words[1].Contains('?', StringComparison.Ordinal), words[1].EndsWith('!'),
            words[2], words.Length > 3 ? words[3] : words[0])
        { IsOurs = words[1].EndsWith('~') };
    }
}
