using System.Globalization;
using Nomad.Configuration.Schema;
using Nomad.Configuration.Settings;
using Nomad.Hcl;

namespace Nomad.Configuration.Reading;

/// <summary>Turns values of files and flags into the values of <see cref="SettingsNode"/>.</summary>
internal static class ValueReader
{
    private static readonly (string Suffix, long Factor)[] SizeUnits =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("T", 1L << 40), ("B", 1),
    ];

    /// <summary>The value, or null and why not.</summary>
    public static object? Read(HclValue value, KeySchema key, out string error)
    {
        error = "";
        switch (key.Type)
        {
            case KeyType.List when value.IsSequence || value.Kind == HclValueKind.String:
                return Items(value, key, out error);
            case KeyType.Map when value.IsKeyed:
                return Map(value, key, out error);
            case KeyType.List or KeyType.Map:
                error = $"{key.Name} must be a {key.Type.ToString().ToLowerInvariant()}";
                return null;
            default:
                return HclConversion.TryConvert(value, HclType.String, out var text, out _) && text.Kind == HclValueKind.String
                    ? ReadText(text.AsString, key, out error)
                    : Fail($"{key.Name} must be a {Noun(key.Type)}", out error);
        }
    }

    /// <summary>As for flags: the value is written as text.</summary>
    public static object? ReadText(string text, KeySchema key, out string error)
    {
        error = "";
        switch (key.Type)
        {
            case KeyType.Bool:
                return text.ToLowerInvariant() switch
                {
                    "true" or "1" or "t" => true,
                    "false" or "0" or "f" => false,
                    _ => Fail($"{key.Name} must be true or false, not \"{text}\"", out error),
                };
            case KeyType.Int:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? (long)number
                    : Fail($"{key.Name} must be a whole number between {int.MinValue} and {int.MaxValue}, not \"{text}\"", out error);
            case KeyType.Float:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                    ? real
                    : Fail($"{key.Name} must be a number, not \"{text}\"", out error);
            case KeyType.Duration:
                return DurationNotation.TryRead(text, out var duration) ? duration : Fail($"{key.Name} can't parse time duration {text}", out error);
            case KeyType.Size:
                return TrySize(text, out var size) ? size : Fail($"{key.Name} must be a size such as 100MB or 1GiB, not \"{text}\"", out error);
            case KeyType.List:
                return (IReadOnlyList<string>)[text];
            default:
                return text;
        }
    }

    private static object? Fail(string text, out string error)
    {
        error = text;
        return null;
    }

    private static string Noun(KeyType type) => type switch
    {
        KeyType.Int => "whole number",
        KeyType.Float => "number",
        KeyType.Path => "path",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static object? Items(HclValue value, KeySchema key, out string error)
    {
        var elements = value.IsSequence ? value.Elements.AsEnumerable() : [value];
        var items = new List<string>();
        foreach (var element in elements)
        {
            if (!HclConversion.TryConvert(element, HclType.String, out var text, out _) || text.Kind != HclValueKind.String)
            {
                return Fail($"{key.Name} must be a list of strings", out error);
            }

            items.Add(text.AsString);
        }

        error = "";
        return (IReadOnlyList<string>)items;
    }

    private static object? Map(HclValue value, KeySchema key, out string error)
    {
        var entries = new Dictionary<string, string>();
        foreach (var (name, entry) in value.Entries)
        {
            if (!HclConversion.TryConvert(entry, HclType.String, out var text, out _) || text.Kind != HclValueKind.String)
            {
                return Fail($"{key.Name}.{name} must be a string", out error);
            }

            entries[name] = text.AsString;
        }

        error = "";
        return (IReadOnlyDictionary<string, string>)entries;
    }

    private static bool TrySize(string text, out long size)
    {
        var (suffix, factor) = SizeUnits.FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var digits = suffix is null ? text : text[..^suffix.Length].TrimEnd();
        var valid = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount * Math.Max(factor, 1) < long.MaxValue;
        size = valid ? (long)(amount * (suffix is null ? 1 : factor)) : 0;
        return valid;
    }
}
