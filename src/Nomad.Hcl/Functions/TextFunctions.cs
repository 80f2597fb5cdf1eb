using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nomad.Hcl.Functions;

internal static class TextFunctions
{
    private const int MaxIndent = 10_000;

    /// <summary>A pattern that needs longer is refused.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        Arguments.TextToText("chomp", text => text.TrimEnd('\r', '\n')),
        Arguments.TextToText("lower", text => text.ToLowerInvariant()),
        Arguments.TextToText("upper", text => text.ToUpperInvariant()),
        Arguments.TextToText("title", Title),
        Arguments.TextToText("strrev", Reverse),
        Arguments.TextToText("reverse", Reverse),
        Arguments.TextToText("trimspace", text => text.Trim()),
        new("trim", [Arguments.Text("str"), Arguments.Text("cutset")], arguments => Result(Trim(arguments[0].AsString, arguments[1].AsString))) { ResultType = HclType.String },
        new("trimprefix", [Arguments.Text("str"), Arguments.Text("prefix")], arguments => Result(TrimPrefix(arguments[0].AsString, arguments[1].AsString))) { ResultType = HclType.String },
        new("trimsuffix", [Arguments.Text("str"), Arguments.Text("suffix")], arguments => Result(TrimSuffix(arguments[0].AsString, arguments[1].AsString))) { ResultType = HclType.String },
        new("strlen", [Arguments.Text("str")], arguments => HclValue.Number(new StringInfo(arguments[0].AsString).LengthInTextElements)) { ResultType = HclType.Number },
        new("substr", [Arguments.Text("str"), Arguments.Number("offset"), Arguments.Number("length")], Substring) { ResultType = HclType.String },
        new("indent", [Arguments.Number("spaces"), Arguments.Text("str")], Indent) { ResultType = HclType.String },
        new("join", [Arguments.Text("separator")], Join) { Rest = Arguments.ListOf("lists", HclType.String), ResultType = HclType.String },
        new("split", [Arguments.Text("separator"), Arguments.Text("str")], Split) { ResultType = HclType.List(HclType.String) },
        new("replace", [Arguments.Text("str"), Arguments.Text("substr"), Arguments.Text("replace")], Replace) { ResultType = HclType.String },
        new("regex_replace", [Arguments.Text("str"), Arguments.Text("pattern"), Arguments.Text("replace")], RegexReplace) { ResultType = HclType.String },
    ];

    private static HclValue Result(string text) => HclValue.String(text);

    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append((inWord ? rune : Rune.ToUpperInvariant(rune)).ToString());
            inWord = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '\'';
        }

        return result.ToString();
    }

    private static string Reverse(string text)
    {
        var elements = new List<string>();
        for (var enumerator = StringInfo.GetTextElementEnumerator(text); enumerator.MoveNext();)
        {
            elements.Add(enumerator.GetTextElement());
        }

        elements.Reverse();
        return string.Concat(elements);
    }

    private static string Trim(string text, string cutset) => cutset.Length == 0 ? text : text.Trim(cutset.ToCharArray());

    private static string TrimPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static string TrimSuffix(string text, string suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    private static HclValue Substring(IReadOnlyList<HclValue> arguments)
    {
        var text = new StringInfo(arguments[0].AsString);
        var count = text.LengthInTextElements;
        var offset = Arguments.WholeNumber(arguments, 1);
        var length = Arguments.WholeNumber(arguments, 2);
        offset = offset < 0 ? Math.Max(0, count + offset) : offset;
        if (offset >= count || length == 0)
        {
            return Result("");
        }

        var taken = length < 0 ? count - offset : Math.Min(length, count - offset);
        return Result(text.SubstringByTextElements(offset, taken));
    }

    private static HclValue Indent(IReadOnlyList<HclValue> arguments)
    {
        var spaces = new string(' ', Arguments.WholeNumber(arguments, 0, 0, MaxIndent));
        return Result(arguments[1].AsString.Replace("\n", "\n" + spaces, StringComparison.Ordinal));
    }

    private static HclValue Join(IReadOnlyList<HclValue> arguments)
    {
        if (arguments.Count < 2)
        {
            throw new HclFunctionException("at least one list is required");
        }

        var items = new List<string>();
        for (var at = 1; at < arguments.Count; at++)
        {
            items.AddRange(arguments[at].Elements.Select(element => element.IsNull
                ? throw new HclFunctionException("element is null; cannot concatenate null values", at)
                : element.AsString));
        }

        return Result(string.Join(arguments[0].AsString, items));
    }

    private static HclValue Split(IReadOnlyList<HclValue> arguments)
    {
        var (separator, text) = (arguments[0].AsString, arguments[1].AsString);
        if (separator.Length > 0)
        {
            return Arguments.Texts(text.Split(separator));
        }

        return Arguments.Texts(text.EnumerateRunes().Select(rune => rune.ToString()));
    }

    private static HclValue Replace(IReadOnlyList<HclValue> arguments)
    {
        var (text, search, replacement) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsString);
        return Result(search.Length == 0
            ? replacement + string.Concat(text.EnumerateRunes().Select(rune => rune + replacement))
            : text.Replace(search, replacement, StringComparison.Ordinal));
    }

    private static HclValue RegexReplace(IReadOnlyList<HclValue> arguments)
    {
        try
        {
            var pattern = new Regex(GoPattern.ToDotNet(arguments[1].AsString), RegexOptions.CultureInvariant, MatchTimeout);
            return Result(pattern.Replace(arguments[0].AsString, match => GoPattern.Expand(match, arguments[2].AsString)));
        }
        catch (RegexParseException exception)
        {
            throw new HclFunctionException($"invalid regular expression: {exception.Message}", 1);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new HclFunctionException("matching this pattern takes too long", 1);
        }
    }
}
