using System.Collections.Immutable;

namespace Nomad.Hcl;

/// <summary>
/// A value of the language, immutable. Null and unknown values have a type too (often <see cref="HclType.Any"/>).
/// Equality is by type and content; sets compare in any order.
/// </summary>
public sealed class HclValue : IEquatable<HclValue>
{
    private readonly object? _content;

    private HclValue(HclValueKind kind, HclType type, object? content)
    {
        Kind = kind;
        Type = type;
        _content = content;
    }

    public static HclValue Null { get; } = new(HclValueKind.Null, HclType.Any, null);

    public static HclValue Unknown { get; } = new(HclValueKind.Unknown, HclType.Any, null);

    public static HclValue True { get; } = new(HclValueKind.Bool, HclType.Bool, true);

    public static HclValue False { get; } = new(HclValueKind.Bool, HclType.Bool, false);

    public static HclValue EmptyTuple { get; } = Tuple([]);

    public static HclValue EmptyObject { get; } = Object([]);

    public HclValueKind Kind { get; }

    public HclType Type { get; }

    public bool IsNull => Kind == HclValueKind.Null;

    public bool IsUnknown => Kind == HclValueKind.Unknown;

    /// <summary>List, set or tuple: <see cref="Elements"/> can be read.</summary>
    public bool IsSequence => Kind is HclValueKind.List or HclValueKind.Set or HclValueKind.Tuple;

    /// <summary>Map or object: <see cref="Entries"/> can be read.</summary>
    public bool IsKeyed => Kind is HclValueKind.Map or HclValueKind.Object;

    /// <summary>True when no part of it is unknown.</summary>
    public bool IsWhollyKnown => !IsUnknown
        && (!IsSequence || Elements.All(element => element.IsWhollyKnown))
        && (!IsKeyed || Entries.Values.All(entry => entry.IsWhollyKnown));

    /// <summary>The content of a bool; throws <see cref="InvalidOperationException"/> for any other kind, as the next ones do.</summary>
    public bool AsBool => Content<bool>(Kind == HclValueKind.Bool);

    public HclNumber AsNumber => Content<HclNumber>(Kind == HclValueKind.Number);

    public string AsString => Content<string>(Kind == HclValueKind.String);

    /// <summary>Elements of a list, set (ordered by content) or tuple.</summary>
    public ImmutableArray<HclValue> Elements => Content<ImmutableArray<HclValue>>(IsSequence);

    /// <summary>Entries of a map or object, ordered by key.</summary>
    public ImmutableSortedDictionary<string, HclValue> Entries => Content<ImmutableSortedDictionary<string, HclValue>>(IsKeyed);

    public static HclValue NullOf(HclType type) => type.Kind == HclTypeKind.Any ? Null : new(HclValueKind.Null, type, null);

    public static HclValue UnknownOf(HclType type) => type.Kind == HclTypeKind.Any ? Unknown : new(HclValueKind.Unknown, type, null);

    public static HclValue Bool(bool value) => value ? True : False;

    public static HclValue Number(HclNumber value) => new(HclValueKind.Number, HclType.Number, value);

    public static HclValue String(string value) => new(HclValueKind.String, HclType.String, value);

    public static HclValue Tuple(IEnumerable<HclValue> elements)
    {
        var content = elements.ToImmutableArray();
        return new(HclValueKind.Tuple, HclType.Tuple([.. content.Select(element => element.Type)]), content);
    }

    /// <summary>All elements must have the type <paramref name="element"/> already.</summary>
    public static HclValue List(HclType element, IEnumerable<HclValue> elements) => new(HclValueKind.List, HclType.List(element), elements.ToImmutableArray());

    /// <summary>All elements must have the type <paramref name="element"/> already; doubles are dropped.</summary>
    public static HclValue Set(HclType element, IEnumerable<HclValue> elements) => new(
        HclValueKind.Set,
        HclType.Set(element),
        elements.Distinct().Order(HclValueOrder.Instance).ToImmutableArray());

    /// <summary>All values must have the type <paramref name="element"/> already.</summary>
    public static HclValue Map(HclType element, IEnumerable<KeyValuePair<string, HclValue>> entries) =>
        new(HclValueKind.Map, HclType.Map(element), Sorted(entries));

    public static HclValue Object(IEnumerable<KeyValuePair<string, HclValue>> entries)
    {
        var content = Sorted(entries);
        return new(HclValueKind.Object, HclType.Object(content.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Type))), content);
    }

    public bool Equals(HclValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other.Kind != Kind)
        {
            return false;
        }

        return Kind switch
        {
            HclValueKind.Null => true,
            HclValueKind.Unknown => Type.Equals(other.Type),
            HclValueKind.Bool => AsBool == other.AsBool,
            HclValueKind.Number => AsNumber == other.AsNumber,
            HclValueKind.String => AsString == other.AsString,
            HclValueKind.Map or HclValueKind.Object => Entries.Count == other.Entries.Count
                && Entries.All(pair => other.Entries.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value)),
            _ => Elements.AsSpan().SequenceEqual(other.Elements.AsSpan()),
        };
    }

    public override bool Equals(object? obj) => obj is HclValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        HclValueKind.Null or HclValueKind.Unknown => (int)Kind,
        HclValueKind.Map or HclValueKind.Object => Entries.Aggregate((int)Kind, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value)),
        HclValueKind.List or HclValueKind.Set or HclValueKind.Tuple => Elements.Aggregate((int)Kind, HashCode.Combine),
        _ => HashCode.Combine(Kind, _content),
    };

    /// <summary>A short form for messages and debugging: JSON, with <c>(unknown)</c>.</summary>
    public override string ToString() => Kind switch
    {
        HclValueKind.Null => "null",
        HclValueKind.Unknown => "(unknown)",
        HclValueKind.Bool => AsBool ? "true" : "false",
        HclValueKind.Number => AsNumber.ToString(),
        HclValueKind.String => "\"" + AsString + "\"",
        HclValueKind.Map or HclValueKind.Object => "{" + string.Join(",", Entries.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}",
        _ => "[" + string.Join(",", Elements) + "]",
    };

    private static ImmutableSortedDictionary<string, HclValue> Sorted(IEnumerable<KeyValuePair<string, HclValue>> entries)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, HclValue>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            builder[key] = value;
        }

        return builder.ToImmutable();
    }

    private T Content<T>(bool allowed) => allowed
        ? (T)_content!
        : throw new InvalidOperationException($"A {Kind} value has no such content.");
}
