namespace Nomad.Server.State.Rows;

/// <summary>
/// Rows by something other than their key (allocations by node). It may list a row that no longer belongs: readers pass the
/// test again, which keeps it free of versions.
/// </summary>
internal sealed class Grouping<TKey, T>(Func<T, TKey> keyOf) where TKey : notnull where T : class
{
    private readonly ConcurrentDictionary<TKey, RowList<T>> lists = new(concurrencyLevel: 1, capacity: 31);

    public void Note(Row<T> row, T? before, T after)
    {
        var key = keyOf(after);
        if (before is not null && EqualityComparer<TKey>.Default.Equals(keyOf(before), key))
            return;
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = new RowList<T>();
        list.Add(row);
    }

    public void Forget(T last)
    {
        var key = keyOf(last);
        if (!lists.TryGetValue(key, out var list))
            return;
        list.NoteGone();
        if (list.Count == 0)
            lists.TryRemove(key, out _);
    }

    public IEnumerable<T> At(TKey key, ulong index)
    {
        if (!lists.TryGetValue(key, out var list))
            yield break;
        foreach (var value in list.At(index))
        {
            if (EqualityComparer<TKey>.Default.Equals(keyOf(value), key))
                yield return value;
        }
    }
}
