namespace Nomad.Scheduling;

/// <summary>Everything a scheduler would otherwise take from its surroundings.</summary>
public sealed record SchedulingContext
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Chooses between equal nodes and free ports. Not shared between threads.</summary>
    public required Random Random { get; init; }

    /// <summary>A new id for an allocation, deployment or evaluation.</summary>
    public required Func<string> NewId { get; init; }

    /// <summary>The moment in nanoseconds since 1970, as allocations and evaluations carry it.</summary>
    public long NowNanoseconds => (Now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>A context whose ids and choices follow from one seed.</summary>
    public static SchedulingContext Seeded(int seed, DateTimeOffset now)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        return new SchedulingContext
        {
            Now = now,
            Random = random,
            NewId = () =>
            {
                random.NextBytes(bytes);
                return Identifier.FromBytes(bytes);
            },
        };
    }
}
