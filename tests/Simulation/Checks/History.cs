namespace Nomad.Simulation.Checks;

/// <summary>
/// Every write and read of each key with its begin and end. A history is linearizable when an order of its operations exists that
/// respects time and in which each read answers the last write before it (Herlihy and Wing 1990; searched as by Wing and Gong 1993
/// with Lowe's memory of configurations, 2017).
/// </summary>
internal sealed class History
{
    private readonly List<Operation> operations = [];
    private int values;

    internal sealed class Operation(string key, int? write, TimeSpan begin)
    {
        public readonly string Key = key;
        public readonly int? Write = write;
        public readonly TimeSpan Begin = begin;

        /// <summary>Never, when nobody heard of its end: it may have happened at any time since, or not at all.</summary>
        public TimeSpan End = TimeSpan.MaxValue;

        public int Read;

        public bool IsCertain => End != TimeSpan.MaxValue;

        public override string ToString() =>
            $"{Begin.TotalSeconds:0.000}..{(IsCertain ? End.TotalSeconds.ToString("0.000") : "?")} {(Write is { } value ? $"writes {value}" : $"reads {Read}")}";
    }

    public int Count => operations.Count;

    /// <summary>A value that no other write has. 0 is what a key holds at first.</summary>
    public int NextValue() => ++values;

    public Operation Begin(string key, int? write, TimeSpan now)
    {
        var operation = new Operation(key, write, now);
        operations.Add(operation);
        return operation;
    }

    public void Done(Operation operation, TimeSpan now, int read = 0) => (operation.End, operation.Read) = (now, read);

    /// <summary>A read that nobody got an answer to says nothing.</summary>
    public void Forget(Operation operation) => operations.Remove(operation);

    /// <summary>The key whose operations no order explains, with them; null when all is well.</summary>
    public string? Problem()
    {
        foreach (var key in operations.GroupBy(each => each.Key))
        {
            if (!IsLinearizable([.. key]))
                return $"{key.Key}:\n" + string.Join("\n", key.OrderBy(each => each.Begin).Select(each => "  " + each));
        }
        return null;
    }

    internal static bool IsLinearizable(IReadOnlyList<Operation> all)
    {
        // An uncertain write that nobody read may as well not have happened.
        var seen = all.Where(each => each.Write is null).Select(each => each.Read).ToHashSet();
        var relevant = all.Where(each => each.IsCertain || (each.Write is { } value && seen.Contains(value))).OrderBy(each => each.Begin).ToList();
        var done = new bool[relevant.Count];
        return Search(relevant, done, 0, 0, []);
    }

    private static bool Search(List<Operation> all, bool[] done, int count, int value, HashSet<string> visited)
    {
        if (count == all.Count)
            return true;
        if (!visited.Add(new string(done.Select(each => each ? '1' : '0').ToArray()) + value))
            return false;
        var firstEnd = TimeSpan.MaxValue;
        for (var i = 0; i < all.Count; i++)
        {
            if (!done[i] && all[i].End < firstEnd)
                firstEnd = all[i].End;
        }
        for (var i = 0; i < all.Count; i++)
        {
            // Only what began before every open one ended can come next.
            if (done[i] || all[i].Begin > firstEnd || (all[i].Write is null && all[i].Read != value))
                continue;
            done[i] = true;
            if (Search(all, done, count + 1, all[i].Write ?? value, visited))
                return true;
            done[i] = false;
        }
        return false;
    }
}
