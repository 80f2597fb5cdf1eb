using System.Globalization;

namespace Nomad.Scheduling.Feasibility;

/// <summary>
/// A number with the unit that a device attribute or a constraint states it in, such as <c>4 GiB</c>. Those of one measure (bytes, bytes per second, Hz, W)
/// are compared whatever multiple they are told in.
/// </summary>
internal readonly record struct DeviceQuantity(double Value, string Measure)
{
    private const string PerSecond = "/s";

    private static readonly Dictionary<string, (double Factor, string Measure)> Units = Known();

    /// <summary>Null when the text is no number, a blank or none, and a known unit. The unit may be left out; then the measure is empty.</summary>
    public static DeviceQuantity? Parse(string text)
    {
        var end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1]))
            end--;
        if (!double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return null;
        return Of(number, text[end..].Trim());
    }

    public static DeviceQuantity? Of(double number, string unit) => unit.Length == 0 ? new(number, "")
        : Units.TryGetValue(unit, out var known) ? new(number * known.Factor, known.Measure) : null;

    private static Dictionary<string, (double, string)> Known()
    {
        var known = new Dictionary<string, (double, string)>(StringComparer.Ordinal)
        {
            ["MHz"] = (1e6, "Hz"), ["GHz"] = (1e9, "Hz"), ["mW"] = (1e-3, "W"), ["W"] = (1, "W"), ["kW"] = (1e3, "W"), ["MW"] = (1e6, "W"), ["GW"] = (1e9, "W"),
        };
        var (thousands, twos) = (1e3, 1024.0);
        foreach (var prefix in "KMGTPE")
        {
            Add($"{prefix}iB", twos);
            Add($"{prefix}B", thousands);
            thousands *= 1e3;
            twos *= 1024;
        }
        Add("kB", 1e3);
        return known;

        void Add(string unit, double factor)
        {
            known[unit] = (factor, "B");
            known[unit + PerSecond] = (factor, "B" + PerSecond);
        }
    }
}
