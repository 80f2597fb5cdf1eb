namespace Nomad.Server.State.Rows;

/// <summary>
/// Rows by key, each with its versions. One thread writes; readers need no lock. Indexes (<see cref="Grouping{TKey,T}"/>) are
/// told when a row is gone for good.
/// </summary>
internal sealed class Table<TKey, T> : ITrimmable where TKey : notnull where T : class
{
    private ConcurrentDictionary<TKey, Row<T>> rows = new(concurrencyLevel: 1, capacity: 31);
    private readonly RowList<T> order = new();
    private readonly Queue<(ulong Index, Row<T> Row)> superseded = new();
    private readonly Queue<(ulong Index, TKey Key, Row<T> Row)> ended = new();

    /// <summary>Runs on the writing thread after a row is gone for every reader.</summary>
    public Action<T>? Gone { get; set; }

    /// <summary>How many rows are not gone; those deleted lately may still count.</summary>
    public int Count => order.Count;

    public T? At(TKey key, ulong index) => rows.TryGetValue(key, out var row) ? row.At(index) : null;

    public T? Newest(TKey key) => rows.TryGetValue(key, out var row) ? row.Newest : null;

    /// <summary>All rows as of <paramref name="index"/>, in the order they were first written.</summary>
    public IEnumerable<T> All(ulong index) => order.At(index);

    /// <summary>Makes room for rows that will come; before anybody reads.</summary>
    public void Expect(int count)
    {
        if (!rows.IsEmpty)
            return;
        rows = new(concurrencyLevel: 1, capacity: Math.Max(31, count));
        order.Expect(count);
    }

    /// <summary>Writes a row; <paramref name="before"/> is what the indexes last heard of it, null when they never did.</summary>
    public Row<T> Put(TKey key, T value, ulong index, out T? before)
    {
        before = null;
        if (rows.TryGetValue(key, out var row))
        {
            before = row.Last;
            superseded.Enqueue((index, row));
            row.Put(index, value);
            return row;
        }
        return Add(key, value, index)!;
    }

    /// <summary>Writes a row that is not there yet; null when it is.</summary>
    public Row<T>? Add(TKey key, T value, ulong index)
    {
        var row = new Row<T>();
        row.Put(index, value);
        if (!rows.TryAdd(key, row))
            return null;
        order.Add(row);
        return row;
    }

    public void Delete(TKey key, ulong index)
    {
        if (!rows.TryGetValue(key, out var row) || row.Newest is null)
            return;
        row.Put(index, null);
        ended.Enqueue((index, key, row));
    }

    /// <inheritdoc/>
    public void Trim(ulong oldest)
    {
        while (superseded.TryPeek(out var old) && old.Index <= oldest)
            superseded.Dequeue().Row.Trim(oldest);
        while (ended.TryPeek(out var end) && end.Index <= oldest)
        {
            ended.Dequeue();
            end.Row.Trim(oldest);
            if (!end.Row.IsGone || !rows.TryRemove(new KeyValuePair<TKey, Row<T>>(end.Key, end.Row)))
                continue;
            var last = end.Row.End();
            order.NoteGone(row => !row.IsOver);
            Gone?.Invoke(last);
        }
    }
}

/// <summary>Something that keeps history for readers.</summary>
internal interface ITrimmable
{
    /// <summary>Forgets what no reader at <paramref name="oldest"/> or later can see.</summary>
    void Trim(ulong oldest);
}
