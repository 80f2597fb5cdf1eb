using System.Collections.Concurrent;

namespace Nomad.Model.Stats;

/// <summary>
/// What an agent counts (<c>raft.apply</c>) and measures (<c>nomad.plan.apply</c>, in milliseconds) while it works, by name without the
/// leading <c>nomad.</c> and, where one name stands for many things, by labels. Readers get the last finished interval (ten seconds unless
/// configured, as the original's), or everything since the start. Any thread.
/// </summary>
/// <param name="time">The clock; only its timestamps count.</param>
/// <param name="interval">How long an interval is; zero: ten seconds.</param>
public sealed class MeterSet(TimeProvider time, TimeSpan interval = default)
{
    /// <summary>What has labels comes and goes with the things it is about: unseen for so many intervals it is forgotten.</summary>
    private const int IntervalsKept = 6;

    private const string Prefix = "nomad.";

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private readonly double intervalSeconds = interval > TimeSpan.Zero ? interval.TotalSeconds : 10;
    private readonly ConcurrentDictionary<(string Name, string Labels), Kept> counters = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), Kept> samples = new();
    private readonly long start = time.GetTimestamp();
    private long weededIn = 1;

    // The first interval has number 1.
    private long Interval => 1 + (long)(time.GetElapsedTime(start).TotalSeconds / intervalSeconds);

    /// <summary>A moment to give to <see cref="Measure"/>.</summary>
    public long Now() => time.GetTimestamp();

    public void Count(string name) => counters.GetOrAdd((name, ""), static _ => new Kept(None)).Meter.Add(1, Interval);

    /// <summary>Counts something that is one of many.</summary>
    public void Count(string name, IReadOnlyDictionary<string, string> labels)
    {
        Weed();
        var key = string.Join('\n', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
        counters.GetOrAdd((name, key), static (_, labels) => new Kept(labels), labels).Meter.Add(1, Interval);
    }

    /// <summary>The milliseconds since a moment.</summary>
    public void Measure(string name, long since) =>
        samples.GetOrAdd((name, ""), static _ => new Kept(None)).Meter.Add(time.GetElapsedTime(since).TotalMilliseconds, Interval);

    public IReadOnlyList<SampledValue> Counters(IReadOnlyDictionary<string, string> labels) => Lately(counters, labels);

    public IReadOnlyList<SampledValue> Samples(IReadOnlyDictionary<string, string> labels) => Lately(samples, labels);

    public IReadOnlyList<SampledValue> CounterTotals(IReadOnlyDictionary<string, string> labels) => Read(counters, labels, static meter => meter.Total());

    public IReadOnlyList<SampledValue> SampleTotals(IReadOnlyDictionary<string, string> labels) => Read(samples, labels, static meter => meter.Total());

    // Until the first interval is over, it is shown as far as it has come.
    private IReadOnlyList<SampledValue> Lately(ConcurrentDictionary<(string Name, string Labels), Kept> meters, IReadOnlyDictionary<string, string> labels)
    {
        var interval = Interval;
        return Read(meters, labels, meter => interval == 1 ? meter.In(interval) : meter.Before(interval));
    }

    private List<SampledValue> Read(ConcurrentDictionary<(string Name, string Labels), Kept> meters, IReadOnlyDictionary<string, string> common, Func<Meter, Meter.Interval> read)
    {
        Weed();
        var found = new List<SampledValue>();
        foreach (var (key, kept) in meters.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal).ThenBy(pair => pair.Key.Labels, StringComparer.Ordinal))
        {
            if (read(kept.Meter) is not { Count: > 0 } seen)
                continue;
            found.Add(new SampledValue
            {
                Name = Prefix + key.Name, Count = seen.Count, Sum = seen.Sum, Rate = seen.Sum / intervalSeconds, Min = seen.Min, Max = seen.Max,
                Mean = seen.Mean, Stddev = seen.Deviation, Labels = kept.Over(common),
            });
        }
        return found;
    }

    // Once an interval, and whether anybody reads or not: things with labels come without end.
    private void Weed()
    {
        var (before, now) = (Volatile.Read(ref weededIn), Interval);
        if (before == now || Interlocked.CompareExchange(ref weededIn, now, before) != before)
            return;
        foreach (var each in counters)
            if (each.Key.Labels.Length > 0 && each.Value.Meter.Seen is > 0 and var seen && seen < now - IntervalsKept)
                counters.TryRemove(each);
    }

    private sealed record Kept(IReadOnlyDictionary<string, string> Labels)
    {
        public Meter Meter { get; } = new();

        public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> common)
        {
            if (Labels.Count == 0)
                return common;
            var both = new Dictionary<string, string>(common, StringComparer.Ordinal);
            foreach (var (name, value) in Labels)
                both[name] = value;
            return both;
        }
    }
}
