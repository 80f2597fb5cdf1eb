namespace Nomad.Server.State.Rows;

/// <summary>
/// Rows by something other than their key (allocations by node). It may list a row that no longer belongs: readers pass the
/// test again, which keeps it free of versions.
/// </summary>
internal sealed class Grouping<TKey, T>(Func<T, TKey> keyOf) : ITrimmable where TKey : notnull where T : class
{
    /// <summary>Of each key its one <see cref="Row{T}"/>, as most have (the allocation of an evaluation, the version of a job), or a <see cref="RowList{T}"/>.</summary>
    private readonly ConcurrentDictionary<TKey, object> lists = new(concurrencyLevel: 1, capacity: 31);
    private readonly Queue<(ulong Index, Row<T> Row, TKey From)> moved = new();

    /// <summary>The list of the last row: the next one mostly goes there, too.</summary>
    private (TKey Key, RowList<T> List)? latest;

    /// <summary>How many keys have a list.</summary>
    public int ListCount => lists.Count;

    public void Note(Row<T> row, T? before, T after)
    {
        var key = keyOf(after);
        if (before is not null && EqualityComparer<TKey>.Default.Equals(keyOf(before), key))
            return;
        if (before is not null && lists.TryGetValue(keyOf(before), out var old))
        {
            ListOf(keyOf(before), old).NoteLeaving(row);
            moved.Enqueue((row.NewestIndex, row, keyOf(before)));
        }
        if (latest is { } same && EqualityComparer<TKey>.Default.Equals(same.Key, key))
        {
            same.List.Take(row);
            return;
        }
        if (!lists.TryGetValue(key, out var there))
        {
            lists[key] = row;
            return;
        }
        var list = ListOf(key, there);
        latest = (key, list);
        list.Take(row);
    }

    public void Forget(T last) => Leave(keyOf(last), null);

    /// <summary>Lets go of rows that went to another list, once no reader sees them here. After the table was trimmed.</summary>
    public void Trim(ulong oldest)
    {
        while (moved.TryPeek(out var move) && move.Index <= oldest)
        {
            moved.Dequeue();
            Leave(move.From, (move.Row, move.Index));
        }
    }

    public IEnumerable<T> At(TKey key, ulong index)
    {
        if (!lists.TryGetValue(key, out var there))
            yield break;
        if (there is Row<T> only)
        {
            if (only.At(index) is { } one && EqualityComparer<TKey>.Default.Equals(keyOf(one), key))
                yield return one;
            yield break;
        }
        foreach (var value in ((RowList<T>)there).At(index))
        {
            if (EqualityComparer<TKey>.Default.Equals(keyOf(value), key))
                yield return value;
        }
    }

    private RowList<T> ListOf(TKey key, object there)
    {
        if (there is RowList<T> list)
            return list;
        list = new RowList<T>();
        list.Add((Row<T>)there);
        lists[key] = list;
        return list;
    }

    /// <param name="moved">The row that left for another list; null when a row ended.</param>
    private void Leave(TKey key, (Row<T> Row, ulong Index)? moved)
    {
        if (!lists.TryGetValue(key, out var there))
            return;
        if (there is RowList<T> list)
        {
            bool IsHere(T value) => EqualityComparer<TKey>.Default.Equals(keyOf(value), key);
            // One that came and was deleted at one index has no version here; it is listed all the same until it is over, for it may be written again.
            bool Stays(Row<T> row) => row.Any(IsHere) || (!row.IsOver && IsHere(row.Last!));
            if (moved is { } leaver)
                list.NoteLeft(leaver.Row, leaver.Index, Stays);
            else
                list.NoteGone(Stays);
            if (list.Count > 0)
                return;
        }
        else if (moved is not null)
        {
            // The list that it left is gone, for a row that leaves makes one: this row came later.
            return;
        }
        lists.TryRemove(key, out _);
        latest = null;
    }
}
