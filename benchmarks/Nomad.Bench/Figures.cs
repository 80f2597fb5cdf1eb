using System.Globalization;

namespace Nomad.Bench;

/// <summary>What a benchmark found: rows for people, and one JSON object as the last line for programs.</summary>
internal sealed class Figures
{
    private readonly List<(string Key, double Value, string Aim, string About)> rows = [];

    public void Add(string key, double value, string aim, string about)
    {
        rows.Add((key, value, aim, about));
        Console.Error.WriteLine($"  {key} = {Text(value)}");
    }

    public void Print()
    {
        foreach (var (key, value, aim, about) in rows)
            Console.WriteLine($"{key,-24} {Text(value),12}  aim {aim,-12} {about}");
        Console.WriteLine("{" + string.Join(",", rows.Select(row => $"\"{row.Key}\":{Text(row.Value)}")) + "}");
    }

    public double Of(string key) => rows.First(row => row.Key == key).Value;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that a share of all (0 to 1) does not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "0" : value >= 1 ? "0.00" : "0.000", CultureInfo.InvariantCulture);
}
