namespace Nomad.Model;

/// <summary>Walks a list or map of a document without leaving anything for the garbage collector, for paths that every placement takes.</summary>
public static class Entries
{
    /// <summary>The items, in order; none for null. The list must not change meanwhile.</summary>
    public static ListEntries<T> Each<T>(this IReadOnlyList<T>? list) => new(list);

    /// <summary>The pairs; none for null. The map must not change meanwhile.</summary>
    public static MapEntries<T> Each<T>(this IReadOnlyDictionary<string, T>? map) => new(map);
}

/// <inheritdoc cref="Entries.Each{T}(IReadOnlyList{T})"/>
public struct ListEntries<T>(IReadOnlyList<T>? list)
{
    private int next;

    public readonly T Current => list![next - 1];

    public readonly ListEntries<T> GetEnumerator() => this;

    public bool MoveNext() => list is not null && next++ < list.Count;
}

/// <inheritdoc cref="Entries.Each{T}(IReadOnlyDictionary{string, T})"/>
public struct MapEntries<T>(IReadOnlyDictionary<string, T>? map)
{
    // Nearly all maps are small ones or dictionaries, whose enumerator is a value.
    private readonly SmallMap<T>? small = map as SmallMap<T>;
    private readonly bool isPlain = map is Dictionary<string, T>;
    private readonly IEnumerator<KeyValuePair<string, T>>? others = map is null or SmallMap<T> or Dictionary<string, T> ? null : map.GetEnumerator();
    private Dictionary<string, T>.Enumerator plain = map is Dictionary<string, T> own ? own.GetEnumerator() : default;
    private int next;

    public readonly KeyValuePair<string, T> Current => small is not null ? small.Entry(next - 1) : isPlain ? plain.Current : others!.Current;

    public readonly MapEntries<T> GetEnumerator() => this;

    public bool MoveNext() => small is not null ? next++ < small.Count : isPlain ? plain.MoveNext() : others is not null && others.MoveNext();
}
