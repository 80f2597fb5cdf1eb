using System.Text.Json;

namespace Nomad.Drivers;

public enum ConfigKind
{
    Text,
    Number,
    Boolean,
    Duration,
    TextList,
    TextMap,

    /// <summary>A list of maps, or one map: what repeated blocks become.</summary>
    TextMapList,

    /// <summary>A nested block: any JSON object.</summary>
    Block,
}

/// <param name="Inner">What a block may hold; null for anything.</param>
public sealed record ConfigField(string Name, ConfigKind Kind, bool Required = false, ConfigSchema? Inner = null);

/// <summary>The keys that a driver's task config may hold and the kind of each. Immutable.</summary>
public sealed class ConfigSchema(params ConfigField[] fields)
{
    private readonly Dictionary<string, ConfigField> _fields = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<ConfigField> Fields => _fields.Values;

    /// <summary>Checks every key and value; throws <see cref="DriverException"/> with all mistakes in one message.</summary>
    public TaskOptions Read(IReadOnlyDictionary<string, JsonElement> config)
    {
        List<string> errors = [];
        Check(config, errors);
        return errors.Count == 0 ? new TaskOptions(config)
            : throw new DriverException($"failed to parse config: {string.Join(" ", errors)}");
    }

    private void Check(IReadOnlyDictionary<string, JsonElement> config, List<string> errors)
    {
        foreach (var (name, value) in config.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!_fields.TryGetValue(name, out var field))
                errors.Add($"Invalid label: No argument or block type is named \"{name}\".");
            else if (!ConfigValue.Fits(field.Kind, value))
                errors.Add($"Incorrect attribute value type: Inappropriate value for attribute \"{name}\": {ConfigValue.Expected(field.Kind)} required.");
            else if (field.Inner is { } inner && new TaskOptions(config).Block(name) is { } block)
                inner.Check(block, errors);
        }

        foreach (var field in _fields.Values)
        {
            if (field.Required && (!config.TryGetValue(field.Name, out var value) || value.ValueKind == JsonValueKind.Null))
                errors.Add($"Missing required argument: The argument \"{field.Name}\" is required, but no definition was found.");
        }
    }
}
