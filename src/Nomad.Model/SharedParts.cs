using System.Runtime.CompilerServices;

namespace Nomad.Model;

/// <summary>
/// Small parts of documents that many of them repeat (policies, constraints, what a task asks for), kept once instead of once per document: a state has millions of
/// them. Only for records that never change. Remembers a bounded number, the newest in each place, and none that no document has any more: a part may be large. Safe for
/// any number of threads.
/// </summary>
public static class SharedParts
{
    private const int Places = 1_024;

    /// <summary>One that is equal: an earlier one where there was one lately, else this. Null stays null.</summary>
    public static T? Of<T>(T? part) where T : class, IEquatable<T> =>
        part is null ? null : Of(part, part.GetHashCode(), static (one, other) => one.Equals(other));

    /// <summary>The list and its items.</summary>
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? parts) where T : class, IEquatable<T>
    {
        if (parts is not { Count: > 0 })
            return parts;
        var (shared, hash) = (new T[parts.Count], default(HashCode));
        for (var i = 0; i < shared.Length; i++)
        {
            shared[i] = Of(parts[i])!;
            hash.Add(RuntimeHelpers.GetHashCode(shared[i]));
        }
        return Of(shared, hash.ToHashCode(), static (one, other) => one.AsSpan().SequenceEqual(other, ReferenceEqualityComparer.Instance));
    }

    private static T Of<T>(T part, int hash, Func<T, T, bool> areEqual) where T : class
    {
        ref var place = ref Parts<T>.Known[(uint)hash % Places];
        if (place is not { } reference)
            place = new WeakReference<T>(part);
        else if (reference.TryGetTarget(out var known) && areEqual(known, part))
            return known;
        else
            reference.SetTarget(part);
        return part;
    }

    private static class Parts<T> where T : class
    {
        public static readonly WeakReference<T>?[] Known = new WeakReference<T>?[Places];
    }
}
