using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Nomad.Agent.Composition;
using Nomad.Configuration.Settings;
using Nomad.Model;
using Nomad.Model.Logging;
using Nomad.Model.Stats;

namespace Nomad.Agent.Metrics;

/// <summary>
/// Sends the figures of this agent to statsd (UDP), statsite (TCP) and Datadog's agent (UDP, with tags) once every
/// <c>telemetry.collection_interval</c>: gauges as they are, counters and samples with what has come since the last time. One loop owns it.
/// </summary>
internal sealed class StatsdSink : IAsyncDisposable
{
    /// <summary>What fits into one datagram on any network.</summary>
    private const int MostBytes = 1400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MetricsReader reader;
    private readonly IReadOnlyList<Receiver> receivers;
    private readonly ILog log;
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private bool isReadable = true;

    private StatsdSink(MetricsReader reader, IReadOnlyList<Receiver> receivers, TimeSpan interval, (ILog Log, TimeProvider Time) ports)
    {
        this.reader = reader;
        this.receivers = receivers;
        log = ports.Log;
        loop = SendAsync(interval, ports.Time);
    }

    /// <summary>Null when the configuration names no receiver.</summary>
    /// <exception cref="AgentStartException">An address is none.</exception>
    public static StatsdSink? Start(TelemetrySettings settings, MetricsReader reader, (ILog Log, TimeProvider Time) ports)
    {
        var receivers = new List<Receiver>();
        foreach (var (key, address, kind) in new[]
        {
            ("statsd_address", settings.StatsdAddr, Kind.Statsd), ("statsite_address", settings.StatsiteAddr, Kind.Statsite), ("datadog_address", settings.DataDogAddr, Kind.Datadog),
        })
        {
            if (address.Length == 0)
                continue;
            var colon = address.LastIndexOf(':');
            if (colon < 1 || !ushort.TryParse(address[(colon + 1)..], CultureInfo.InvariantCulture, out var port) || port == 0)
                throw new AgentStartException($"Error initializing telemetry: {key} \"{address}\" is not of the form host:port");
            receivers.Add(new Receiver(kind, address[..colon].Trim('[', ']'), port, settings.DataDogTags));
        }
        return receivers.Count == 0 ? null : new StatsdSink(reader, receivers, settings.CollectionInterval, ports);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        foreach (var receiver in receivers)
            receiver.Dispose();
        stop.Dispose();
    }

    /// <summary>The lines of one round, without their newlines. Pure but for what it remembers as sent.</summary>
    internal static IEnumerable<string> Lines(Dictionary<string, (double Sum, int Count)> sent, Kind kind, IReadOnlyList<string> tags, IReadOnlyList<GaugeValue> gauges,
        IReadOnlyList<SampledValue> counters, IReadOnlyList<SampledValue> samples)
    {
        Forget(sent, counters, samples);
        foreach (var gauge in gauges)
            yield return Line(kind, gauge.Name, gauge.Labels, tags, gauge.Value.ToString("R", CultureInfo.InvariantCulture) + "|g");
        foreach (var counter in counters)
        {
            if (News(sent, "c", counter) is { Count: > 0 } news)
                yield return Line(kind, counter.Name, counter.Labels, tags, news.Sum.ToString("R", CultureInfo.InvariantCulture) + "|c");
        }
        foreach (var sample in samples)
        {
            // Their mean, for as many as there were.
            if (News(sent, "s", sample) is { Count: > 0 } news)
                yield return Line(kind, sample.Name, sample.Labels, tags, (news.Sum / news.Count).ToString("R", CultureInfo.InvariantCulture) + "|ms"
                    + (news.Count > 1 ? "|@" + (1.0 / news.Count).ToString("R", CultureInfo.InvariantCulture) : ""));
        }
    }

    private static (double Sum, int Count) News(Dictionary<string, (double Sum, int Count)> sent, string kind, SampledValue total)
    {
        var key = Key(kind, total);
        var before = sent.GetValueOrDefault(key);
        sent[key] = (total.Sum, total.Count);
        // Fewer than before: it was forgotten in between and began anew.
        return total.Count < before.Count ? (total.Sum, total.Count) : (total.Sum - before.Sum, total.Count - before.Count);
    }

    private static string Key(string kind, SampledValue total) => kind + Line(Kind.Statsd, total.Name, total.Labels, [], "");

    // What is counted no more is not remembered either: things with labels come without end.
    private static void Forget(Dictionary<string, (double Sum, int Count)> sent, IReadOnlyList<SampledValue> counters, IReadOnlyList<SampledValue> samples)
    {
        if (sent.Count <= counters.Count + samples.Count)
            return;
        var known = counters.Select(each => Key("c", each)).Concat(samples.Select(each => Key("s", each))).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in sent.Keys.Where(key => !known.Contains(key)).ToList())
            sent.Remove(gone);
    }

    // Statsd knows no labels: the host comes after the program's name, other values at the end.
    private static string Line(Kind kind, string name, IReadOnlyDictionary<string, string>? labels, IReadOnlyList<string> tags, string value)
    {
        var own = labels.OrEmpty().OrderBy(label => label.Key, StringComparer.Ordinal).ToArray();
        if (kind == Kind.Datadog)
        {
            var all = own.Select(label => $"{Plain(label.Key)}:{Plain(label.Value)}").Concat(tags).ToArray();
            return $"{Plain(name)}:{value}" + (all.Length > 0 ? "|#" + string.Join(',', all) : "");
        }
        var host = own.Where(label => label.Key == "host").Select(label => "." + Plain(label.Value).Replace('.', '_'));
        var rest = own.Where(label => label.Key != "host").Select(label => "." + Plain(label.Value).Replace('.', '_'));
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return $"{Plain(name[..dot])}{string.Concat(host)}{Plain(name[dot..])}{string.Concat(rest)}:{value}";
    }

    private static string Plain(string text) => string.Concat(text.Select(c => c is ':' or '|' or '@' or '#' or ',' || char.IsWhiteSpace(c) ? '_' : c));

    private async Task SendAsync(TimeSpan interval, TimeProvider time)
    {
        using var timer = new PeriodicTimer(interval > TimeSpan.Zero ? interval : TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                await SendAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The agent stops.
        }
    }

    // Figures come from every part of the agent, and a part in trouble is when they are wanted most: whatever is wrong with one round, the
    // next is tried. Said once, until it works again.
    private async Task SendAsync()
    {
        try
        {
            var now = await reader.ReadAsync(stop.Token);
            var (counters, samples) = reader.Totals();
            foreach (var receiver in receivers)
                await SendAsync(receiver, [.. Lines(receiver.Sent, receiver.Kind, receiver.Tags, now.Gauges!, counters, samples)]);
            isReadable = true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            if (isReadable)
                log.Error($"failed to read metrics, trying again each interval: error=\"{problem}\"");
            isReadable = false;
        }
    }

    // Said once, until it works again.
    private async Task SendAsync(Receiver receiver, IReadOnlyList<string> lines)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(Patience);
        try
        {
            await receiver.SendAsync(lines, limit.Token);
            receiver.IsReachable = true;
        }
        catch (Exception problem) when (problem is SocketException or IOException || problem is OperationCanceledException && !stop.IsCancellationRequested)
        {
            receiver.Dispose();
            if (receiver.IsReachable)
                log.Warn($"failed to send metrics: address={receiver.Address} error=\"{problem.Message}\"");
            receiver.IsReachable = false;
        }
    }

    internal enum Kind
    {
        Statsd,
        Statsite,
        Datadog,
    }

    private sealed class Receiver(Kind kind, string host, int port, IReadOnlyList<string> tags) : IDisposable
    {
        private Socket? socket;

        public Kind Kind => kind;

        public IReadOnlyList<string> Tags => tags;

        public string Address => $"{host}:{port}";

        public bool IsReachable { get; set; } = true;

        public Dictionary<string, (double Sum, int Count)> Sent { get; } = new(StringComparer.Ordinal);

        public async Task SendAsync(IReadOnlyList<string> lines, CancellationToken cancel)
        {
            if (socket is null)
            {
                var opened = kind == Kind.Statsite ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Dgram, ProtocolType.Udp);
                try
                {
                    await opened.ConnectAsync(host, port, cancel);
                }
                catch
                {
                    opened.Dispose();
                    throw;
                }
                socket = opened;
            }
            var packet = new StringBuilder();
            foreach (var line in lines)
            {
                if (packet.Length > 0 && packet.Length + line.Length + 1 > MostBytes)
                    await FlushAsync(packet, cancel);
                packet.Append(line).Append('\n');
            }
            if (packet.Length > 0)
                await FlushAsync(packet, cancel);
        }

        public void Dispose()
        {
            socket?.Dispose();
            socket = null;
        }

        private async Task FlushAsync(StringBuilder packet, CancellationToken cancel)
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(packet.ToString());
            packet.Clear();
            while (bytes.Length > 0)
                bytes = bytes[await socket!.SendAsync(bytes, SocketFlags.None, cancel)..];
        }
    }
}
