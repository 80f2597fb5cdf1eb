using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Nomad.Model.Json;

/// <summary>
/// Escapes what Go's <c>encoding/json</c> escapes and nothing else: quotes, backslash, control characters, the HTML characters
/// &lt; &gt; &amp; and the line separators U+2028 and U+2029, in lower-case hexadecimal.
/// </summary>
public sealed class GoJsonEncoder : JavaScriptEncoder
{
    /// <summary>Letters of ASCII that stay as they are.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7f - 0x20).Select(each => (char)each).Where(each => each is not ('"' or '\\' or '<' or '>' or '&'))]);

    /// <summary>The same as bytes.</summary>
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7f - 0x20).Where(each => each is not ('"' or '\\' or '<' or '>' or '&')).Select(each => (byte)each)]);

    public static GoJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar is < 0x20 or '"' or '\\' or '<' or '>' or '&' or 0x2028 or 0x2029;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        // Nearly all texts end here.
        var first = span.IndexOfAnyExcept(Plain);
        if (first < 0)
            return -1;
        for (var i = first; i < span.Length; i++)
        {
            if (WillEncode(span[i]))
                return i;
            if (!char.IsSurrogate(span[i]))
                continue;
            if (!IsPair(span, i))
                return i;
            i++;
        }
        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        utf8Text.IndexOfAnyExcept(PlainBytes) < 0 ? -1 : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var target = new Span<char>(buffer, bufferLength);
        if (!WillEncode(unicodeScalar))
            return new Rune(unicodeScalar).TryEncodeToUtf16(target, out numberOfCharactersWritten);
        var text = Short(unicodeScalar) ?? "\\u" + unicodeScalar.ToString("x4", CultureInfo.InvariantCulture);
        numberOfCharactersWritten = text.TryCopyTo(target) ? text.Length : 0;
        return numberOfCharactersWritten > 0;
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);

    private static string? Short(int unicodeScalar) => unicodeScalar switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => null,
    };
}
