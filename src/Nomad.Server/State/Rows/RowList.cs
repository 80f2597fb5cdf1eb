namespace Nomad.Server.State.Rows;

/// <summary>
/// Rows in the order they came. One thread adds; readers walk it without locks and see at least what was there when they began.
/// Rows that are gone are squeezed out once they are the greater part.
/// </summary>
internal sealed class RowList<T> where T : class
{
    private const int SmallestSqueeze = 32;

    private sealed class Page(Row<T>[] rows, int count)
    {
        public readonly Row<T>[] Rows = rows;
        public volatile int Count = count;
    }

    private volatile Page page = new(new Row<T>[4], 0);
    private int gone;

    public int Count => page.Count - gone;

    public void Add(Row<T> row)
    {
        var current = page;
        if (current.Count == current.Rows.Length)
        {
            var larger = new Row<T>[current.Rows.Length * 2];
            Array.Copy(current.Rows, larger, current.Count);
            page = current = new Page(larger, current.Count);
        }
        current.Rows[current.Count] = row;
        current.Count++;
    }

    /// <summary>Says that one of the rows is gone for good, or belongs here no more; <paramref name="stays"/> tells which still do.</summary>
    public void NoteGone(Func<Row<T>, bool> stays)
    {
        gone++;
        if (gone < SmallestSqueeze || gone * 2 < page.Count)
            return;
        var left = new List<Row<T>>();
        foreach (var row in page.Rows.AsSpan(0, page.Count))
        {
            if (stays(row))
                left.Add(row);
        }
        // Some may have been squeezed out before their own end is noted: they are still counted until then.
        gone -= page.Count - left.Count;
        page = new Page([.. left, .. new Row<T>[4]], left.Count);
    }

    public IEnumerable<T> At(ulong index)
    {
        var current = page;
        var count = current.Count;
        for (var i = 0; i < count; i++)
        {
            if (current.Rows[i].At(index) is { } value)
                yield return value;
        }
    }
}
