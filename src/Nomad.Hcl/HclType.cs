using System.Text;

namespace Nomad.Hcl;

/// <summary>The type of a value, compared by structure.</summary>
public sealed class HclType : IEquatable<HclType>
{
    public static readonly HclType Any = new(HclTypeKind.Any);
    public static readonly HclType Bool = new(HclTypeKind.Bool);
    public static readonly HclType Number = new(HclTypeKind.Number);
    public static readonly HclType String = new(HclTypeKind.String);

    private HclType(HclTypeKind kind) => Kind = kind;

    public HclTypeKind Kind { get; }

    /// <summary>Element type of a list, set or map; else <see cref="Any"/>.</summary>
    public HclType Element { get; private init; } = null!;

    /// <summary>Types of a tuple's elements.</summary>
    public IReadOnlyList<HclType> Items { get; private init; } = [];

    /// <summary>Attribute types of an object, ordered by name.</summary>
    public IReadOnlyDictionary<string, HclType> Attributes { get; private init; } = new SortedDictionary<string, HclType>(StringComparer.Ordinal);

    public bool IsPrimitive => Kind is HclTypeKind.Bool or HclTypeKind.Number or HclTypeKind.String;

    public bool IsCollection => Kind is HclTypeKind.List or HclTypeKind.Set or HclTypeKind.Map;

    /// <summary>True when no part of it is <see cref="Any"/>.</summary>
    public bool IsConcrete => Kind switch
    {
        HclTypeKind.Any => false,
        HclTypeKind.List or HclTypeKind.Set or HclTypeKind.Map => Element.IsConcrete,
        HclTypeKind.Tuple => Items.All(item => item.IsConcrete),
        HclTypeKind.Object => Attributes.Values.All(item => item.IsConcrete),
        _ => true,
    };

    public static HclType List(HclType element) => new(HclTypeKind.List) { Element = element };

    public static HclType Set(HclType element) => new(HclTypeKind.Set) { Element = element };

    public static HclType Map(HclType element) => new(HclTypeKind.Map) { Element = element };

    public static HclType Tuple(IReadOnlyList<HclType> items) => new(HclTypeKind.Tuple) { Items = items };

    public static HclType Object(IEnumerable<KeyValuePair<string, HclType>> attributes)
    {
        var sorted = new SortedDictionary<string, HclType>(StringComparer.Ordinal);
        foreach (var (name, type) in attributes)
        {
            sorted[name] = type;
        }

        return new(HclTypeKind.Object) { Attributes = sorted };
    }

    /// <summary>The name used in messages: <c>string</c>, <c>list of number</c>, <c>object</c>.</summary>
    public string FriendlyName => Kind switch
    {
        HclTypeKind.Any => "dynamic",
        HclTypeKind.Bool => "bool",
        HclTypeKind.Number => "number",
        HclTypeKind.String => "string",
        HclTypeKind.List => "list of " + Element.FriendlyName,
        HclTypeKind.Set => "set of " + Element.FriendlyName,
        HclTypeKind.Map => "map of " + Element.FriendlyName,
        HclTypeKind.Tuple => "tuple",
        _ => "object",
    };

    public bool Equals(HclType? other)
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
            HclTypeKind.List or HclTypeKind.Set or HclTypeKind.Map => Element.Equals(other.Element),
            HclTypeKind.Tuple => Items.SequenceEqual(other.Items),
            HclTypeKind.Object => Attributes.Count == other.Attributes.Count
                && Attributes.All(pair => other.Attributes.TryGetValue(pair.Key, out var type) && type.Equals(pair.Value)),
            _ => true,
        };
    }

    public override bool Equals(object? obj) => obj is HclType other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        HclTypeKind.List or HclTypeKind.Set or HclTypeKind.Map => HashCode.Combine(Kind, Element),
        HclTypeKind.Tuple => HashCode.Combine(Kind, Items.Count),
        HclTypeKind.Object => HashCode.Combine(Kind, Attributes.Count),
        _ => Kind.GetHashCode(),
    };

    /// <summary>The form of the type language: <c>list(string)</c>, <c>object({a=number})</c>.</summary>
    public override string ToString()
    {
        switch (Kind)
        {
            case HclTypeKind.Any:
                return "any";
            case HclTypeKind.List:
            case HclTypeKind.Set:
            case HclTypeKind.Map:
                return $"{Kind.ToString().ToLowerInvariant()}({Element})";
            case HclTypeKind.Tuple:
                return $"tuple([{string.Join(", ", Items)}])";
            case HclTypeKind.Object:
                var text = new StringBuilder("object({");
                return text.AppendJoin(", ", Attributes.Select(pair => $"{pair.Key}={pair.Value}")).Append("})").ToString();
            default:
                return FriendlyName;
        }
    }
}
