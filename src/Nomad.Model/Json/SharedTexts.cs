using System.Text;

namespace Nomad.Model.Json;

/// <summary>
/// Short texts that documents repeat ("service", "default", "linux", names of groups and ports), made once instead of once per document: a state has millions
/// of them. Remembers a bounded number, the newest in each place. Safe for any number of threads.
/// </summary>
public static class SharedTexts
{
    /// <summary>Longer ones are mostly like no other.</summary>
    private const int MostBytes = 24;

    private const int Places = 2_048;

    private const uint Basis = 2_166_136_261;
    private const uint Prime = 16_777_619;

    private static readonly string?[] Texts = new string?[Places];

    /// <summary>The text that these bytes of UTF-8 say; null when it is not of those that are shared.</summary>
    public static string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes || !Ascii.IsValid(utf8))
            return null;
        ref var place = ref Texts[Hash(utf8) % Places];
        if (place is { } known && Ascii.Equals(utf8, known))
            return known;
        return place = Encoding.ASCII.GetString(utf8);
    }

    // FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
    internal static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = Basis;
        foreach (var each in utf8)
            hash = unchecked((hash ^ each) * Prime);
        return hash;
    }
}
