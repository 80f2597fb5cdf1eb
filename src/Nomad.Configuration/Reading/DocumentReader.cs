using System.Text.Json.Nodes;
using Nomad.Configuration.Schema;
using Nomad.Configuration.Settings;
using Nomad.Hcl;

namespace Nomad.Configuration.Reading;

/// <summary>Checks one parsed file against the schema and gives its settings.</summary>
internal sealed class DocumentReader(string path, ProblemList problems)
{
    private const int MaxSuggestionDistance = 3;

    private static readonly HclScope Scope = new(new Dictionary<string, HclValue>(), new Dictionary<string, HclFunction>())
    {
        Undefined = HclScope.KeepAsText,
    };

    public SettingsNode? Read(string text)
    {
        var file = HclParser.ParseLegacy(path, text);
        foreach (var diagnostic in file.Diagnostics)
        {
            var place = diagnostic.Range is { } range ? $"At {range.Start.Line}:{range.Start.Column}: " : "";
            problems.ErrorIn(path, $"{place}{diagnostic.Detail}", diagnostic.Range);
        }

        if (file.HasErrors)
        {
            return null;
        }

        var root = new SettingsNode("");
        ReadBlock(file.Body, BlockSchema.Root, root);
        return root;
    }

    private void ReadBlock(HclBody body, BlockSchema schema, SettingsNode target)
    {
        var diagnostics = new List<HclDiagnostic>();
        var resolved = body.Resolve(schema.BlockLabels, diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            problems.ErrorIn(path, diagnostic.Detail, diagnostic.Range);
        }

        foreach (var attribute in resolved.Attributes)
        {
            ReadAttribute(attribute, schema, target);
        }

        foreach (var block in resolved.Blocks)
        {
            ReadNested(block, schema, target);
        }
    }

    private KeySchema? Find(BlockSchema schema, string name, SourceRange range)
    {
        if (!schema.Keys.TryGetValue(name, out var key))
        {
            var block = schema.Path.Length == 0 ? "" : schema.Path.Replace('.', ' ') + " ";
            problems.ErrorIn(path, $"{block}unexpected keys {name} (line {range.Start.Line}{Nearest(schema, name)})", range, name);
            return null;
        }

        var full = schema.Path.Length == 0 ? key.Name : $"{schema.Path}.{key.Name}";
        if (full.Split('.')[0] == "atlas")
        {
            problems.WarnOfAtlas($"{path}:{range.Start.Line}: {full}");
        }
        else if (key.IsLegacy)
        {
            problems.Warn($"{path}:{range.Start.Line}: {full} is a key of older releases and has no effect any more", full);
        }

        // Of a whole block the block is named.
        if (UnbuiltKeys.Covers(full) && !UnbuiltKeys.Covers(schema.Path))
        {
            problems.Notices.Add(full);
        }

        return key;
    }

    private static string Nearest(BlockSchema schema, string name)
    {
        var best = schema.Keys.Keys.Select(key => (Key: key, Distance: Distance(name.ToLowerInvariant(), key)))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Key, StringComparer.Ordinal).FirstOrDefault();
        return best.Key is not null && best.Distance <= MaxSuggestionDistance && best.Distance < best.Key.Length ? $"; did you mean \"{best.Key}\"?" : "";
    }

    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxSuggestionDistance)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var change = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(change, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }

    private void ReadAttribute(HclAttribute attribute, BlockSchema schema, SettingsNode target)
    {
        if (Find(schema, attribute.Name, attribute.NameRange) is not { } key)
        {
            return;
        }

        if (key.IsBlock)
        {
            if (schema.Nested(key.Name, null) is not null)
            {
                problems.ErrorIn(path, $"{key.Name} must be a block (line {attribute.Range.Start.Line})", attribute.Range, key.Name);
            }

            return;
        }

        if (Evaluate(attribute) is not { } value)
        {
            return;
        }

        if (schema.Path == "plugin" && key.Name == "config")
        {
            problems.ErrorIn(path, $"plugin config must be a block (line {attribute.Range.Start.Line})", attribute.Range, key.Name);
            return;
        }

        Store(value, key, attribute.Range, target);
    }

    private HclValue? Evaluate(HclAttribute attribute)
    {
        var diagnostics = new List<HclDiagnostic>();
        if (HclEvaluator.TryEvaluate(attribute.Value, Scope, diagnostics, out var value))
        {
            return value;
        }

        problems.ErrorIn(path, diagnostics[0].Detail, attribute.Range, attribute.Name);
        return null;
    }

    private void Store(HclValue value, KeySchema key, SourceRange range, SettingsNode target)
    {
        if (value.IsNull)
        {
            return;
        }

        if (ValueReader.Read(value, key, out var error) is { } stored)
        {
            target[key.Name] = stored;
        }
        else
        {
            problems.ErrorIn(path, $"{error} (line {range.Start.Line})", range, key.Name);
        }
    }

    private void ReadNested(HclBlock block, BlockSchema schema, SettingsNode target)
    {
        if (schema.Path == "plugin" && block.Type == "config")
        {
            ReadPluginConfig(block, target);
            return;
        }

        if (Find(schema, block.Type, block.TypeRange) is not { } key)
        {
            return;
        }

        if (key.Type == KeyType.Map)
        {
            Store(ObjectOf(block.Body), key, block.TypeRange, target);
            return;
        }

        if (!key.IsBlock)
        {
            problems.ErrorIn(path, $"{key.Name} must be a value, not a block (line {block.TypeRange.Start.Line})", block.TypeRange, key.Name);
            return;
        }

        var labels = key.Type == KeyType.Labelled ? 1 : 0;
        if (block.Labels.Count != labels)
        {
            var wanted = labels == 1 ? $"needs one label, such as {key.Name} \"name\" {{ }}" : "has no label";
            problems.ErrorIn(path, $"the block {key.Name} {wanted} (line {block.TypeRange.Start.Line})", block.TypeRange, key.Name);
            return;
        }

        var label = labels == 1 ? block.Labels[0] : null;
        var node = new SettingsNode(label ?? "");
        if (schema.Nested(key.Name, label) is { } nested)
        {
            ReadBlock(block.Body, nested, node);
            Merging.SettingsMerge.AddOrMerge(target, key.Name, node, schema.Path.Length == 0 ? key.Name : $"{schema.Path}.{key.Name}");
        }
    }

    /// <summary>The configuration of a plugin: by its schema for the built-in ones, as it stands for others.</summary>
    private void ReadPluginConfig(HclBlock block, SettingsNode plugin)
    {
        var node = new SettingsNode("");
        if (BlockSchema.Root.Nested("plugin", null)!.Nested($"{plugin.Label}.config", null) is { } schema)
        {
            ReadBlock(block.Body, schema, node);
        }
        else
        {
            foreach (var (name, value) in ObjectOf(block.Body).Entries)
            {
                node[name] = Json(value)!;
            }
        }

        plugin.Add("config", node);
    }

    /// <summary>All of a body as one object; nested blocks become lists of objects.</summary>
    private HclValue ObjectOf(HclBody body)
    {
        var entries = body.Attributes.Select(attribute => KeyValuePair.Create(attribute.Name, Evaluate(attribute) ?? HclValue.Null)).ToList();
        foreach (var group in body.Blocks.GroupBy(block => block.Type))
        {
            entries.Add(KeyValuePair.Create(group.Key, HclValue.Tuple(group.Select(block => block.Labels.Reverse().Aggregate(
                ObjectOf(block.Body),
                (inner, label) => HclValue.Object([KeyValuePair.Create(label, inner)]))))));
        }

        return HclValue.Object(entries);
    }

    private static JsonNode? Json(HclValue value) => value switch
    {
        { Kind: HclValueKind.Bool } => JsonValue.Create(value.AsBool),
        { Kind: HclValueKind.Number } => value.AsNumber.TryInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(value.AsNumber.ToDouble()),
        { Kind: HclValueKind.String } => JsonValue.Create(value.AsString),
        { IsSequence: true } => new JsonArray([.. value.Elements.Select(Json)]),
        { IsKeyed: true } => new JsonObject(value.Entries.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value)))),
        _ => null,
    };
}
