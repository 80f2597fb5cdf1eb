namespace Nomad.Server.State.Rows;

/// <summary>
/// Rows in the order they came. One thread adds; readers walk it without locks and see at least what was there when they began.
/// Rows that are gone are squeezed out once they are the greater part.
/// </summary>
internal sealed class RowList<T> where T : class
{
    private const int SmallestSqueeze = 32;
    private const int FirstRows = 4;

    private sealed class Page(Row<T>[] rows, int count)
    {
        public readonly Row<T>[] Rows = rows;
        public volatile int Count = count;
    }

    private volatile Page? page;

    /// <summary>Rows that went to another list and are still in this one: when, and whether they count as gone.</summary>
    private Dictionary<Row<T>, (ulong Index, bool IsCounted)>? leavers;
    private int gone;

    public int Count => Listed - gone;

    private int Listed => page?.Count ?? 0;

    /// <summary>Makes room for rows that will come, before there are any.</summary>
    public void Expect(int count)
    {
        if (Listed == 0 && count > FirstRows)
            page = new Page(new Row<T>[count], 0);
    }

    public void Add(Row<T> row)
    {
        if (page is not { } current)
        {
            page = new Page([row, .. new Row<T>[FirstRows - 1]], 1);
            return;
        }
        if (current.Count == current.Rows.Length)
        {
            var larger = new Row<T>[current.Rows.Length * 2];
            Array.Copy(current.Rows, larger, current.Count);
            page = current = new Page(larger, current.Count);
        }
        current.Rows[current.Count] = row;
        current.Count++;
    }

    /// <summary>A row goes to another list. Older readers find it here still.</summary>
    public void NoteLeaving(Row<T> row) => (leavers ??= [])[row] = (row.NewestIndex, false);

    /// <summary>A row comes, or comes back: one that is here still is not listed twice.</summary>
    public void Take(Row<T> row)
    {
        if (leavers is null || !leavers.Remove(row, out var left))
            Add(row);
        else if (left.IsCounted)
            gone--;
    }

    /// <summary>No reader sees a row here any more that left at <paramref name="index"/>, unless it came back meanwhile.</summary>
    public void NoteLeft(Row<T> row, ulong index, Func<Row<T>, bool> stays)
    {
        if (leavers is null || !leavers.TryGetValue(row, out var left) || left != (index, false))
            return;
        leavers[row] = (index, true);
        NoteGone(stays);
    }

    /// <summary>Says that one of the rows is gone for good, or belongs here no more; <paramref name="stays"/> tells which still do.</summary>
    public void NoteGone(Func<Row<T>, bool> stays)
    {
        gone++;
        if (page is not { } current || gone < SmallestSqueeze || gone * 2 < current.Count)
            return;
        var left = new List<Row<T>>();
        foreach (var row in current.Rows.AsSpan(0, current.Count))
        {
            if (stays(row))
                left.Add(row);
            // One that left is counted now: nothing of it is here when its turn comes.
            else if (leavers is not null && leavers.Remove(row, out var leaver) && !leaver.IsCounted)
                gone++;
        }
        gone -= current.Count - left.Count;
        page = new Page([.. left, .. new Row<T>[FirstRows]], left.Count);
    }

    public IEnumerable<T> At(ulong index)
    {
        if (page is not { } current)
            yield break;
        var count = current.Count;
        for (var i = 0; i < count; i++)
        {
            if (current.Rows[i].At(index) is { } value)
                yield return value;
        }
    }
}
