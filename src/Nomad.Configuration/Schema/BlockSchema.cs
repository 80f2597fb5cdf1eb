namespace Nomad.Configuration.Schema;

/// <summary>Keys and nested blocks that a block may have.</summary>
internal sealed class BlockSchema(string path)
{
    private static readonly Dictionary<string, BlockSchema> All = ReadAll();

    private readonly Dictionary<string, KeySchema> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The dotted path, empty for the file itself.</summary>
    public string Path { get; } = path;

    public static BlockSchema Root => All[""];

    public IReadOnlyDictionary<string, KeySchema> Keys => _keys;

    /// <summary>
    /// What <see cref="Nomad.Hcl.HclBody.Resolve"/> wants to know: block types with their number of labels. The
    /// configuration of a plugin is a map of nested blocks.
    /// </summary>
    public IReadOnlyDictionary<string, int> BlockLabels => _keys.Values.Where(key => key.IsBlock || (Path == "plugin" && key.Name == "config")).ToDictionary(key => key.Name, key => key.Type == KeyType.Labelled ? 1 : 0);

    /// <summary>The schema of a nested block; a label can choose a narrower one.</summary>
    public BlockSchema? Nested(string type, string? label)
    {
        var nested = Path.Length == 0 ? type : $"{Path}.{type}";
        return (label is null ? null : All.GetValueOrDefault($"{nested}.{label}")) ?? All.GetValueOrDefault(nested);
    }

    public static bool Exists(string path) => All.ContainsKey(path);

    private static Dictionary<string, BlockSchema> ReadAll()
    {
        var all = new Dictionary<string, BlockSchema> { [""] = new("") };
        string[] texts = [GeneralKeys.Rows, ServerKeys.Rows, ClientKeys.Rows, IntegrationKeys.Rows, PluginKeys.Rows];
        foreach (var cells in texts.SelectMany(text => text.Split('\n')).Select(line => line.Split(' ')))
        {
            var (path, name) = (cells[0] == "-" ? "" : cells[0], cells[1]);
            var type = Enum.Parse<KeyType>(cells[2], ignoreCase: true);
            var legacy = cells.Length > 3;
            if (name == "-")
            {
                DeclareBlock(all, path, type, legacy);
            }
            else
            {
                Declare(all, path)._keys[name] = new KeySchema(name, type, legacy);
            }
        }

        foreach (var provider in all.Where(pair => pair.Key.StartsWith("keyring.", StringComparison.Ordinal)).Select(pair => pair.Value))
        {
            provider._keys["name"] = new KeySchema("name", KeyType.String, false);
            provider._keys["active"] = new KeySchema("active", KeyType.Bool, false);
        }

        return all;
    }

    private static BlockSchema Declare(Dictionary<string, BlockSchema> all, string path)
    {
        if (!all.TryGetValue(path, out var schema))
        {
            all.Add(path, schema = new BlockSchema(path));
        }

        return schema;
    }

    /// <summary>Makes a block known to its parent, unless its name is a label (<c>keyring.awskms</c>, <c>plugin.docker</c>).</summary>
    private static void DeclareBlock(Dictionary<string, BlockSchema> all, string path, KeyType type, bool legacy)
    {
        Declare(all, path);
        var dot = path.LastIndexOf('.');
        var (parent, name) = dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
        if (parent == "keyring" || (parent.StartsWith("plugin.", StringComparison.Ordinal) && name == "config" && parent.Count(character => character == '.') == 1))
        {
            return;
        }

        Declare(all, parent)._keys[name] = new KeySchema(name, type, legacy);
    }
}
