using System.Text.Json;

namespace Nomad.Model.Json;

/// <summary>
/// Short values that authors write freely and jobs repeat ("10s", true, 8080), parsed once: alone, each is a document of four objects. Remembers a bounded number,
/// the newest in each place. Safe for any number of threads.
/// </summary>
public static class SharedElements
{
    /// <summary>Longer ones are mostly like no other.</summary>
    private const int MostBytes = 32;

    private const int Places = 1_024;

    private static readonly Known?[] All = new Known?[Places];

    /// <summary>The value that a text is, on its own. Throws <see cref="JsonException"/> when it is none.</summary>
    public static JsonElement Of(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostBytes)
            return JsonElement.Parse(text);
        ref var place = ref All[SharedTexts.Hash(text) % Places];
        if (place is not { } known || !text.SequenceEqual(known.Text))
            place = known = new Known(text.ToArray(), JsonElement.Parse(text));
        return known.Element;
    }

    private sealed record Known(byte[] Text, JsonElement Element);
}
