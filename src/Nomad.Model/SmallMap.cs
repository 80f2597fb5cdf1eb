using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nomad.Model;

/// <summary>
/// A map of few entries that never changes, in the order in which they were given: a third of a dictionary's memory, and two or three objects for the collector
/// to move instead of four; a state has millions of them. Keys are compared letter by letter. Safe for any number of threads.
/// </summary>
public sealed class SmallMap<T> : IReadOnlyDictionary<string, T>
{
    /// <summary>With more, a look through all keys takes longer than a hash.</summary>
    public const int MostEntries = 8;

    /// <summary>The key of the one entry, or an array of all keys.</summary>
    private readonly object keys;

    private readonly T only;
    private readonly T[] values;

    /// <summary>Takes both arrays over; they are of one length, and no key is there twice. Maps may share their keys.</summary>
    public SmallMap(string[] keys, T[] values)
    {
        if (keys.Length != values.Length)
            throw new ArgumentException($"{keys.Length} keys for {values.Length} values", nameof(values));
        if (keys.Length == 1)
            (this.keys, only, this.values) = (keys[0], values[0], []);
        else
            (this.keys, only, this.values) = (keys, default!, values);
    }

    /// <summary>One entry; most maps of a state have no more.</summary>
    public SmallMap(string key, T value) => (keys, only, values) = (key, value, []);

    public static SmallMap<T> Empty { get; } = new([], []);

    public int Count => keys is string ? 1 : values.Length;

    /// <summary>Whether the keys are in the order of their letters.</summary>
    public bool IsSorted
    {
        get
        {
            if (keys is not string[] several)
                return true;
            for (var at = 1; at < several.Length; at++)
            {
                if (string.CompareOrdinal(several[at - 1], several[at]) > 0)
                    return false;
            }
            return true;
        }
    }

    public IEnumerable<string> Keys => keys as string[] ?? [(string)keys];

    public IEnumerable<T> Values => keys is string ? [only] : values;

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"there is no \"{key}\"");

    public bool ContainsKey(string key) => At(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var at = At(key);
        value = at < 0 ? default : keys is string ? only : values[at];
        return at >= 0;
    }

    /// <summary>The same keys with other values.</summary>
    public SmallMap<TOther> With<TOther>(Func<string, T, TOther> change)
    {
        if (keys is string key)
            return new SmallMap<TOther>(key, change(key, only));
        var (several, changed) = ((string[])keys, new TOther[values.Length]);
        for (var at = 0; at < changed.Length; at++)
            changed[at] = change(several[at], values[at]);
        return new SmallMap<TOther>(several, changed);
    }

    /// <summary>The entry at a place from 0 to <see cref="Count"/> - 1.</summary>
    public KeyValuePair<string, T> Entry(int at) => keys is not string key ? new(((string[])keys)[at], values[at])
        : at == 0 ? new(key, only) : throw new ArgumentOutOfRangeException(nameof(at), at, "there is one entry");

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var (at, count) = (0, Count); at < count; at++)
            yield return Entry(at);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int At(string key)
    {
        if (keys is string own)
            return own == key ? 0 : -1;
        var several = (string[])keys;
        for (var at = 0; at < several.Length; at++)
        {
            if (several[at] == key)
                return at;
        }
        return -1;
    }
}

/// <summary>Makes maps of few entries.</summary>
public static class SmallMap
{
    public static SmallMap<T> Of<T>(string key, T value) => new(key, value);

    /// <summary>The same entries: small where there are few. The map must not change any more.</summary>
    public static IReadOnlyDictionary<string, T> Packed<T>(IReadOnlyDictionary<string, T> map)
    {
        if (map.Count > SmallMap<T>.MostEntries || map is SmallMap<T>)
            return map;
        if (map.Count == 0)
            return SmallMap<T>.Empty;
        if (map.Count == 1)
        {
            foreach (var (key, value) in map.Each())
                return new SmallMap<T>(key, value);
        }
        var (keys, values, at) = (new string[map.Count], new T[map.Count], 0);
        foreach (var (key, value) in map.Each())
            (keys[at], values[at++]) = (key, value);
        return new SmallMap<T>(keys, values);
    }

    /// <summary>Takes both arrays over; no key is there twice.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>(string[] keys, T[] values)
    {
        if (keys.Length <= SmallMap<T>.MostEntries)
            return new SmallMap<T>(keys, values);
        var map = new Dictionary<string, T>(keys.Length, StringComparer.Ordinal);
        for (var at = 0; at < keys.Length; at++)
            map[keys[at]] = values[at];
        return map;
    }

    /// <summary>The entries in the order of their keys' letters, to be walked through: of equal maps the same.</summary>
    public static SmallMap<T> Sorted<T>(IReadOnlyDictionary<string, T> map)
    {
        if (map is SmallMap<T> { IsSorted: true } small)
            return small;
        var (keys, values) = (map.Keys.ToArray(), map.Values.ToArray());
        Array.Sort(keys, values, StringComparer.Ordinal);
        return new SmallMap<T>(keys, values);
    }

    /// <summary>
    /// The same keys with other values, in the order of their letters: what a server holds is walked alike on all of them, whether it was made there or read. No
    /// entries for null.
    /// </summary>
    public static IReadOnlyDictionary<string, TOther> With<T, TOther>(IReadOnlyDictionary<string, T>? map, Func<string, T, TOther> change)
    {
        if (map is SmallMap<T> { IsSorted: true } small)
            return small.With(change);
        var changed = new SortedDictionary<string, TOther>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Each())
            changed[key] = change(key, value);
        return Packed(changed);
    }
}
