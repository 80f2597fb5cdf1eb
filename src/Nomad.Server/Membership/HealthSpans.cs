namespace Nomad.Server.Membership;

/// <summary>
/// Since when each healthy server is, as one leadership saw it. Time in which nobody looked counts for nothing: a leader that was halted did not see what became
/// of a server meanwhile. Pure.
/// </summary>
/// <param name="Term">The term of the leadership.</param>
/// <param name="At">The moment of the last look.</param>
/// <param name="Since">Healthy servers by id, with the first of the looks that found them so without interruption.</param>
internal sealed record HealthSpans(ulong Term, DateTimeOffset At, IReadOnlyDictionary<string, DateTimeOffset> Since)
{
    /// <summary>Two looks that are further apart say nothing about the time between them. They are 2 s apart, and one takes up to 1 s.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(6);

    public static HealthSpans None { get; } = new(0, default, new Dictionary<string, DateTimeOffset>());

    /// <summary>After another look.</summary>
    public HealthSpans After(ulong term, DateTimeOffset now, IEnumerable<string> healthy)
    {
        var goesOn = term == Term && now - At <= LongestGap;
        return new HealthSpans(term, now, healthy.ToDictionary(id => id, id => goesOn ? Since.GetValueOrDefault(id, now) : now, StringComparer.Ordinal));
    }

    /// <summary>Of a server that is taken in, what was seen before it was out counts no more.</summary>
    public HealthSpans Without(string id) =>
        this with { Since = Since.Where(each => each.Key != id).ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal) };

    /// <summary>How long a server was seen to be healthy up to the last look; null when it was not, not in this term, or nobody looked lately.</summary>
    public TimeSpan? Of(string id, ulong term, DateTimeOffset now) =>
        term == Term && now - At <= LongestGap && Since.TryGetValue(id, out var since) ? At - since : null;
}
