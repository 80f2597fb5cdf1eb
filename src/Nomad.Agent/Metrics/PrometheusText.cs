using System.Globalization;
using System.Text;
using Nomad.Model;
using Nomad.Model.Stats;

namespace Nomad.Agent.Metrics;

/// <summary>Gauges in Prometheus' text form, version 0.0.4: one head for each name, then a line for each set of labels.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IEnumerable<GaugeValue> gauges)
    {
        var text = new StringBuilder();
        foreach (var group in gauges.GroupBy(gauge => Name(gauge.Name)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append($"# HELP {group.Key} {group.Key}\n# TYPE {group.Key} gauge\n");
            foreach (var gauge in group)
                text.Append(group.Key).Append(Labels(gauge)).Append(' ').Append(gauge.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
        return text.ToString();
    }

    private static string Name(string name)
    {
        var kept = name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_').ToArray();
        return new string(kept);
    }

    private static string Labels(GaugeValue gauge)
    {
        var labels = gauge.Labels.OrEmpty().OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{Name(label.Key)}=\"{Escaped(label.Value)}\"").ToArray();
        return labels.Length == 0 ? "" : "{" + string.Join(',', labels) + "}";
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
