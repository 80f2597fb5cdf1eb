using Nomad.Model.Stats;

namespace Nomad.Agent.Metrics;

/// <summary>Gauges as they are read, each with the labels that all have and those of its own.</summary>
internal sealed class GaugeList(IReadOnlyDictionary<string, string> common)
{
    private readonly List<GaugeValue> all = [];

    public IReadOnlyList<GaugeValue> All => all;

    /// <param name="name">Without the leading <c>nomad.</c>.</param>
    public void Add(string name, double value, IReadOnlyDictionary<string, string>? labels = null)
    {
        var own = common;
        if (labels is not null)
        {
            var both = new Dictionary<string, string>(common, StringComparer.Ordinal);
            foreach (var (key, text) in labels)
                both[key] = text;
            own = both;
        }
        all.Add(new GaugeValue { Name = "nomad." + name, Value = (float)value, Labels = own });
    }
}
