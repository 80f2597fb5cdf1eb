using Nomad.Server;
using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Checks;

/// <summary>
/// Every write and read of each key with its begin and end. A history is linearizable when an order of its operations exists that
/// respects time and in which each read answers what the writes before it left (Herlihy and Wing 1990; searched as by Wing and Gong 1993
/// with Lowe's memory of configurations, 2017).
/// </summary>
internal sealed class History(Universe world)
{
    /// <summary>So many are looked at: the order of a sound history is found among the first hundreds, and that there is none is sure after some thousands.</summary>
    private const int MaxConfigurations = 200_000;

    private readonly List<Operation> operations = [];
    private readonly List<Replacement> replacements = [];
    private int values;

    /// <summary>
    /// What a key holds: of a job the number of its last registration and how many it should run, of a node that of its last drain and
    /// whether it is closed. Both are 0 at first.
    /// </summary>
    /// <param name="Main">No two writes write the same, but for 0.</param>
    /// <param name="Side">Which may be written for itself; null in a read: it says nothing of it.</param>
    internal readonly record struct Content(int Main, int? Side);

    /// <summary>What a write writes; null is left as it is.</summary>
    internal readonly record struct Change(int? Main, int? Side = null)
    {
        public Content Of(Content before) => new(Main ?? before.Main, Side ?? before.Side);

        /// <summary>Whether nothing is left of another one after this.</summary>
        public bool Covers(Change? other) => other is { } before && before.Without(this) == default(Change);

        /// <summary>What is left of this after a later one.</summary>
        public Change Without(Change later) => new(later.Main is null ? Main : null, later.Side is null ? Side : null);
    }

    // A write of every key there is or ever will be, which may also never happen.
    private sealed record Replacement(Func<string, Change> Of, TimeSpan Begin)
    {
        public TimeSpan End { get; set; } = TimeSpan.MaxValue;
    }

    internal sealed class Operation(string key, Change? write, TimeSpan begin)
    {
        public readonly string Key = key;
        public readonly Change? Write = write;
        public readonly TimeSpan Begin = begin;

        /// <summary>Never, when nobody heard of its end: it may have happened at any time since, or not at all.</summary>
        public TimeSpan End = TimeSpan.MaxValue;

        public Content Read;

        public bool IsCertain => End != TimeSpan.MaxValue;

        /// <summary>Whether a read answers something that may come of this write.</summary>
        public bool IsSeenIn(Content read) => Write is { Main: { } main } ? read.Main == main : Write is { Side: { } side } && read.Side == side;

        /// <summary>Whether a read may answer what is held.</summary>
        public bool Fits(Content held) => Read.Main == held.Main && (Read.Side is null || Read.Side == held.Side);

        public override string ToString() =>
            $"{Begin.TotalSeconds:0.000}..{(IsCertain ? End.TotalSeconds.ToString("0.000") : "?")} {(Write is { } change ? $"writes {Text(change.Main, change.Side)}" : $"reads {Text(Read.Main, Read.Side)}")}";

        private static string Text(int? main, int? side) => $"{main?.ToString() ?? "-"}/{side?.ToString() ?? "-"}";
    }

    /// <summary>A value that no other write has.</summary>
    public int NextValue() => ++values;

    /// <summary>Writes by way of a caller, and notes what came of it.</summary>
    public async Task<bool> WriteAsync<T>(string key, Change change, Caller by, string? what, Func<ServerAgent, Task<T>> serve, string? server = null)
    {
        var operation = Begin(key, change, world.Now);
        var outcome = await by.TryAsync(what, serve, server);
        if (outcome == Caller.Outcome.Done)
            operation.End = world.Now;
        else if (outcome == Caller.Outcome.Refused)
            operations.Remove(operation);
        return outcome == Caller.Outcome.Done;
    }

    /// <summary>Writes all keys at once, to what they held once. What is refused may have been done for all that is known.</summary>
    public async Task ReplaceAsync<T>(Func<string, Change> of, Caller by, string what, Func<ServerAgent, Task<T>> serve)
    {
        var replacement = new Replacement(of, world.Now);
        replacements.Add(replacement);
        if (await by.TryAsync(what, serve) == Caller.Outcome.Done)
            replacement.End = world.Now;
    }

    /// <summary>Reads by way of a caller. A read that nobody got an answer to says nothing.</summary>
    public async Task<bool> ReadAsync(string key, Caller by, Func<ServerAgent, Task<Content>> serve, string? server = null)
    {
        var operation = Begin(key, null, world.Now);
        if (await by.TryAsync(null, async agent => operation.Read = await serve(agent), server) != Caller.Outcome.Done)
        {
            operations.Remove(operation);
            return false;
        }
        operation.End = world.Now;
        return true;
    }

    /// <summary>The key whose operations no order explains, with them; null when all is well.</summary>
    public string? Problem()
    {
        foreach (var key in operations.GroupBy(each => each.Key))
        {
            List<Operation> all = [.. key, .. replacements.Select(each => new Operation(key.Key, each.Of(key.Key), each.Begin) { End = each.End })];
            if (!IsLinearizable(all))
                return $"{key.Key}:\n" + string.Join("\n", all.OrderBy(each => each.Begin).Select(each => "  " + each));
        }
        return null;
    }

    internal static bool IsLinearizable(IReadOnlyList<Operation> all)
    {
        // An uncertain write that nobody read may as well not have happened.
        var seen = all.Where(each => each.Write is null).Select(each => each.Read).ToHashSet();
        var relevant = all.Where(each => each.IsCertain || (each.Write is not null && seen.Any(each.IsSeenIn))).OrderBy(each => each.Begin).ToList();
        return Search(relevant, new bool[relevant.Count], new Content(0, 0), null, []);
    }

    // Unread: what the last write wrote of which nobody heard, unless it was read since.
    private static bool Search(List<Operation> all, bool[] done, Content held, Change? unread, HashSet<(string, Content, Change?)> visited)
    {
        var read = DoReads(all, done, held);
        if (read.Count > 0)
            unread = null;
        if (Enumerable.Range(0, all.Count).All(i => done[i] || !all[i].IsCertain))
            return true;
        if (visited.Count < MaxConfigurations && !IsLost(all, done, held) && visited.Add((new string([.. done.Select(each => each ? '1' : '0')]), held, unread)))
        {
            var firstEnd = FirstEnd(all, done);
            for (var i = 0; i < all.Count; i++)
            {
                // Only what began before every open one ended can come next; and not what makes one needless that need not have happened.
                if (done[i] || all[i].Begin > firstEnd || all[i].Write is not { } change || change.Covers(unread) || IsSameAsBefore(all, done, i))
                    continue;
                done[i] = true;
                if (Search(all, done, change.Of(held), all[i].IsCertain ? unread?.Without(change) : change, visited))
                    return true;
                done[i] = false;
            }
        }
        foreach (var i in read)
            done[i] = false;
        return false;
    }

    // Of several that write the same and never end, it is the first as well as any other.
    private static bool IsSameAsBefore(List<Operation> all, bool[] done, int index)
    {
        for (var i = 0; i < index && !all[index].IsCertain; i++)
        {
            if (!done[i] && !all[i].IsCertain && all[i].Write == all[index].Write)
                return true;
        }
        return false;
    }

    // A read changes nothing: if an order exists, there is one in which each read comes as soon as it may.
    private static List<int> DoReads(List<Operation> all, bool[] done, Content held)
    {
        List<int> read = [];
        for (var found = true; found;)
        {
            found = false;
            var firstEnd = FirstEnd(all, done);
            for (var i = 0; i < all.Count; i++)
            {
                if (done[i] || all[i].Write is not null || all[i].Begin > firstEnd || !all[i].Fits(held))
                    continue;
                done[i] = found = true;
                read.Add(i);
            }
        }
        return read;
    }

    // Whether a read is left that no write to come can be the reason of.
    private static bool IsLost(List<Operation> all, bool[] done, Content held)
    {
        bool Comes(int main)
        {
            for (var i = 0; i < all.Count; i++)
            {
                if (!done[i] && all[i].Write is { Main: { } written } && written == main)
                    return true;
            }
            return false;
        }

        for (var i = 0; i < all.Count; i++)
        {
            if (!done[i] && all[i].Write is null && all[i].Read.Main is var main && main != held.Main && !Comes(main))
                return true;
        }
        return false;
    }

    private static TimeSpan FirstEnd(List<Operation> all, bool[] done)
    {
        var first = TimeSpan.MaxValue;
        for (var i = 0; i < all.Count; i++)
        {
            if (!done[i] && all[i].End < first)
                first = all[i].End;
        }
        return first;
    }

    private Operation Begin(string key, Change? write, TimeSpan now)
    {
        var operation = new Operation(key, write, now);
        operations.Add(operation);
        return operation;
    }
}
