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
        var done = new bool[relevant.Count];
        return Search(relevant, done, 0, new Content(0, 0), []);
    }

    private static bool Search(List<Operation> all, bool[] done, int count, Content held, HashSet<(string, Content)> visited)
    {
        if (count == all.Count)
            return true;
        if (!visited.Add((new string(done.Select(each => each ? '1' : '0').ToArray()), held)))
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
            if (done[i] || all[i].Begin > firstEnd || (all[i].Write is null && !all[i].Fits(held)))
                continue;
            done[i] = true;
            if (Search(all, done, count + 1, all[i].Write is { } change ? change.Of(held) : held, visited))
                return true;
            done[i] = false;
        }
        return false;
    }

    private Operation Begin(string key, Change? write, TimeSpan now)
    {
        var operation = new Operation(key, write, now);
        operations.Add(operation);
        return operation;
    }
}
