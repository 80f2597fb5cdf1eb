using System.Collections.Concurrent;

namespace Nomad.Model.Stats;

/// <summary>
/// What an agent counts (<c>raft.apply</c>) and measures (<c>nomad.plan.apply</c>, in milliseconds) while it works, by name without the
/// leading <c>nomad.</c>. Readers get the last finished interval of ten seconds, as the original's, or everything since the start. Any thread.
/// </summary>
public sealed class MeterSet(TimeProvider time)
{
    private const double IntervalSeconds = 10;
    private const string Prefix = "nomad.";

    private readonly ConcurrentDictionary<string, Meter> counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Meter> samples = new(StringComparer.Ordinal);
    private readonly long start = time.GetTimestamp();

    // The first interval has number 1.
    private long Interval => 1 + (long)(time.GetElapsedTime(start).TotalSeconds / IntervalSeconds);

    /// <summary>A moment to give to <see cref="Measure"/>.</summary>
    public long Now() => time.GetTimestamp();

    public void Count(string name) => counters.GetOrAdd(name, static _ => new Meter()).Add(1, Interval);

    /// <summary>The milliseconds since a moment.</summary>
    public void Measure(string name, long since) =>
        samples.GetOrAdd(name, static _ => new Meter()).Add(time.GetElapsedTime(since).TotalMilliseconds, Interval);

    public IReadOnlyList<SampledValue> Counters(IReadOnlyDictionary<string, string> labels) => Lately(counters, labels);

    public IReadOnlyList<SampledValue> Samples(IReadOnlyDictionary<string, string> labels) => Lately(samples, labels);

    public IReadOnlyList<SampledValue> CounterTotals(IReadOnlyDictionary<string, string> labels) => Read(counters, labels, static meter => meter.Total());

    public IReadOnlyList<SampledValue> SampleTotals(IReadOnlyDictionary<string, string> labels) => Read(samples, labels, static meter => meter.Total());

    // Until the first interval is over, it is shown as far as it has come.
    private IReadOnlyList<SampledValue> Lately(ConcurrentDictionary<string, Meter> meters, IReadOnlyDictionary<string, string> labels)
    {
        var interval = Interval;
        return Read(meters, labels, meter => interval == 1 ? meter.In(interval) : meter.Before(interval));
    }

    private static List<SampledValue> Read(ConcurrentDictionary<string, Meter> meters, IReadOnlyDictionary<string, string> labels, Func<Meter, Meter.Interval> read)
    {
        var found = new List<SampledValue>();
        foreach (var (name, meter) in meters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (read(meter) is not { Count: > 0 } seen)
                continue;
            found.Add(new SampledValue
            {
                Name = Prefix + name, Count = seen.Count, Sum = seen.Sum, Rate = seen.Sum / IntervalSeconds, Min = seen.Min, Max = seen.Max,
                Mean = seen.Mean, Stddev = seen.Deviation, Labels = labels,
            });
        }
        return found;
    }
}
