using System.Globalization;
using System.Text;
using Nomad.Model;
using Nomad.Model.Stats;

namespace Nomad.Agent.Metrics;

/// <summary>Figures in Prometheus' text form, version 0.0.4: one head for each name, then a line for each set of labels.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="gauges">As they are now.</param>
    /// <param name="counters">Since the start.</param>
    /// <param name="samples">Since the start; they become summaries without quantiles.</param>
    public static string Of(IEnumerable<GaugeValue> gauges, IEnumerable<SampledValue> counters, IEnumerable<SampledValue> samples)
    {
        var text = new StringBuilder();
        foreach (var group in gauges.GroupBy(gauge => Name(gauge.Name)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Head(text, group.Key, "gauge");
            foreach (var gauge in group)
                Line(text, group.Key, Labels(gauge.Labels), gauge.Value.ToString("R", CultureInfo.InvariantCulture));
        }
        foreach (var group in counters.GroupBy(counter => counter.Name))
        {
            var name = Head(text, group.Key, "counter");
            foreach (var counter in group)
                Line(text, name, Labels(counter.Labels), counter.Sum.ToString("R", CultureInfo.InvariantCulture));
        }
        foreach (var sample in samples)
        {
            var name = Head(text, sample.Name, "summary");
            Line(text, name + "_sum", Labels(sample.Labels), sample.Sum.ToString("R", CultureInfo.InvariantCulture));
            Line(text, name + "_count", Labels(sample.Labels), sample.Count.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static string Head(StringBuilder text, string name, string type)
    {
        var shown = Name(name);
        text.Append($"# HELP {shown} {shown}\n# TYPE {shown} {type}\n");
        return shown;
    }

    private static void Line(StringBuilder text, string name, string labels, string value) => text.Append(name).Append(labels).Append(' ').Append(value).Append('\n');

    private static string Name(string name)
    {
        var kept = name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_').ToArray();
        return new string(kept);
    }

    private static string Labels(IReadOnlyDictionary<string, string>? own)
    {
        var labels = own.OrEmpty().OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{Name(label.Key)}=\"{Escaped(label.Value)}\"").ToArray();
        return labels.Length == 0 ? "" : "{" + string.Join(',', labels) + "}";
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
