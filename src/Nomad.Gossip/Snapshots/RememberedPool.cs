using System.Net;

namespace Nomad.Gossip.Snapshots;

/// <summary>What a snapshot file says of an earlier run: who was alive, and the last logical times that were seen (0: none).</summary>
internal sealed record RememberedPool(IReadOnlyDictionary<string, IPEndPoint> Alive, ulong Clock, ulong EventClock, ulong QueryClock)
{
    public static RememberedPool Nothing { get; } = new(new Dictionary<string, IPEndPoint>(), 0, 0, 0);

    /// <summary>Reads the lines of a snapshot in order. Lines that say nothing known are told to <paramref name="warn"/> and skipped.</summary>
    /// <param name="lines">The file's lines, oldest first.</param>
    /// <param name="rejoinAfterLeave">False: a leave forgets all that was before it.</param>
    /// <param name="warn">Takes one text per line that was not understood.</param>
    public static RememberedPool Read(IEnumerable<string> lines, bool rejoinAfterLeave, Action<string>? warn)
    {
        var alive = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal);
        ulong clock = 0, events = 0, queries = 0;
        foreach (var line in lines)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var (kind, rest) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 2)..]);
            var known = kind switch
            {
                "alive" => TryAlive(rest, alive),
                "not-alive" => alive.Remove(rest) || rest.Length > 0,
                "clock" => ulong.TryParse(rest, out clock),
                "event-clock" => ulong.TryParse(rest, out events),
                "query-clock" => ulong.TryParse(rest, out queries),
                "leave" => rejoinAfterLeave || Forget(),
                _ => kind is "coordinate" or "" || kind.StartsWith('#'),
            };
            if (!known)
                warn?.Invoke($"a line of the snapshot is not understood and was skipped: \"{line}\"");
        }

        return new RememberedPool(alive, clock, events, queries);

        bool Forget()
        {
            alive.Clear();
            (clock, events, queries) = (0, 0, 0);
            return true;
        }
    }

    private static bool TryAlive(string rest, Dictionary<string, IPEndPoint> alive)
    {
        var space = rest.LastIndexOf(' ');
        if (space <= 0 || !IPEndPoint.TryParse(rest[(space + 1)..], out var address))
            return false;
        alive[rest[..space]] = address;
        return true;
    }
}
