using System.Globalization;

namespace Nomad.Cli.Output;

/// <summary>Amounts as people read them.</summary>
public static class Size
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Bytes with a binary unit: <c>301 B</c>, <c>4.0 KiB</c>, <c>27 MiB</c> (one decimal below ten).</summary>
    public static string Bytes(double bytes)
    {
        if (bytes < 10)
            return $"{bytes:0} B";
        var exponent = Math.Min((int)Math.Floor(Math.Log(bytes, 1024)), Units.Length - 1);
        var value = Math.Floor(bytes / Math.Pow(1024, exponent) * 10 + 0.5) / 10;
        return exponent == 0 || value >= 10
            ? value.ToString("0", CultureInfo.InvariantCulture) + " " + Units[exponent]
            : value.ToString("0.0", CultureInfo.InvariantCulture) + " " + Units[exponent];
    }

    public static string Megabytes(double megabytes) => Bytes(megabytes * 1024 * 1024);
}
