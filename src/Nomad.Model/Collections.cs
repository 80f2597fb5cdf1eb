namespace Nomad.Model;

/// <summary>Documents say "nothing" by null; readers mostly mean "none".</summary>
public static class Collections
{
    public static IReadOnlyList<T> OrEmpty<T>(this IReadOnlyList<T>? list) => list ?? [];

    public static IReadOnlyDictionary<string, T> OrEmpty<T>(this IReadOnlyDictionary<string, T>? map) => map ?? EmptyMap<T>.Value;

    private static class EmptyMap<T>
    {
        public static readonly IReadOnlyDictionary<string, T> Value = new Dictionary<string, T>();
    }
}
