using System.Globalization;
using System.Text.Json.Nodes;

namespace Nomad.Configuration.Settings;

/// <summary>
/// A block while it is read and merged: checked values by key, nested blocks by type. Values are strings, bools, longs,
/// doubles, time spans, lists of strings and maps of strings, as the schema says.
/// </summary>
internal sealed class SettingsNode(string label)
{
    private readonly Dictionary<string, object> _values = [];
    private readonly Dictionary<string, List<SettingsNode>> _blocks = [];

    public string Label { get; } = label;

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<string> BlockTypes => _blocks.Keys;

    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value!;
    }

    public IReadOnlyList<SettingsNode> Blocks(string type) => _blocks.GetValueOrDefault(type, []);

    /// <summary>The block of that type, or an empty one that is not part of the tree.</summary>
    public SettingsNode Block(string type) => OptionalBlock(type) ?? new SettingsNode("");

    public SettingsNode? OptionalBlock(string type) => _blocks.GetValueOrDefault(type)?.FirstOrDefault();

    /// <summary>The block of that type, made if missing.</summary>
    public SettingsNode Ensure(string type)
    {
        if (OptionalBlock(type) is { } found)
        {
            return found;
        }

        var made = new SettingsNode("");
        Add(type, made);
        return made;
    }

    public void Add(string type, SettingsNode block)
    {
        if (!_blocks.TryGetValue(type, out var list))
        {
            _blocks.Add(type, list = []);
        }

        list.Add(block);
    }

    public void Remove(string type, SettingsNode block) => _blocks[type].Remove(block);

    public string Text(string key, string fallback) => this[key] as string ?? fallback;

    public Secret Secret(string key) => new(this[key] switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    });

    public bool Flag(string key, bool fallback) => this[key] as bool? ?? fallback;

    public bool? Flag(string key) => this[key] as bool?;

    public int Number(string key, int fallback) => OptionalNumber(key) ?? fallback;

    public int? OptionalNumber(string key) => this[key] is long number ? (int)number : null;

    public double Real(string key, double fallback) => this[key] as double? ?? fallback;

    public long Size(string key, long fallback) => this[key] as long? ?? fallback;

    public TimeSpan Span(string key, TimeSpan fallback) => this[key] as TimeSpan? ?? fallback;

    public TimeSpan? OptionalSpan(string key) => this[key] as TimeSpan?;

    public IReadOnlyList<string> List(string key, IReadOnlyList<string> fallback) => this[key] as IReadOnlyList<string> ?? fallback;

    /// <summary>The list under its present name, else under the name it had in older releases.</summary>
    public IReadOnlyList<string> ListOrOlder(string key, string older, IReadOnlyList<string> fallback) => List(key, List(older, fallback));

    public IReadOnlyDictionary<string, string> Map(string key) => this[key] as IReadOnlyDictionary<string, string> ?? new Dictionary<string, string>();

    /// <summary>Every value by its full key, as text: to see what differs between two readings, not to print.</summary>
    public void Flatten(string prefix, IDictionary<string, string> into)
    {
        foreach (var (key, value) in _values)
        {
            into[prefix + key] = value switch
            {
                IReadOnlyList<string> list => string.Join('\n', list),
                IReadOnlyDictionary<string, string> map => string.Join('\n', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")),
                JsonNode json => json.ToJsonString(),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }

        foreach (var (type, blocks) in _blocks)
        {
            for (var i = 0; i < blocks.Count; i++)
            {
                var name = blocks[i].Label.Length > 0 ? $"[{blocks[i].Label}]" : blocks.Count > 1 ? $"[{i}]" : "";
                blocks[i].Flatten($"{prefix}{type}{name}.", into);
            }
        }
    }

    public JsonObject ToJson()
    {
        var result = new JsonObject();
        foreach (var (key, value) in _values)
        {
            result[key] = value switch
            {
                string text => JsonValue.Create(text),
                bool flag => JsonValue.Create(flag),
                long number => JsonValue.Create(number),
                double real => JsonValue.Create(real),
                TimeSpan span => JsonValue.Create(DurationNotation.Write(span)),
                IReadOnlyList<string> list => new JsonArray([.. list.Select(item => (JsonNode)JsonValue.Create(item))]),
                IReadOnlyDictionary<string, string> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
                JsonNode node => node.DeepClone(),
                _ => null,
            };
        }

        foreach (var (type, blocks) in _blocks)
        {
            result[type] = blocks[0].ToJson();
        }

        return result;
    }
}
