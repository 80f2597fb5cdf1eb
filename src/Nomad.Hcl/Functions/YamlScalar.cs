using System.Globalization;
using System.Numerics;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>The small rules of YAML text.</summary>
internal static class YamlScalar
{
    /// <summary>Where the colon of a <c>key: value</c> line is, -1 when it is no such line.</summary>
    public static int KeyEnd(string content)
    {
        var at = 0;
        if (content.Length > 0 && content[0] is '"' or '\'')
        {
            at = content.IndexOf(content[0], 1) + 1;
            return at > 0 && at < content.Length && content[at] == ':' ? at : -1;
        }

        if (content.Length > 0 && content[0] is '[' or '{' or '|' or '>')
        {
            return -1;
        }

        for (; at < content.Length; at++)
        {
            if (content[at] == ':' && (at + 1 == content.Length || content[at + 1] == ' '))
            {
                return at;
            }

            if (content[at] == '#' && at > 0 && content[at - 1] == ' ')
            {
                return -1;
            }
        }

        return -1;
    }

    public static string KeyText(string key) => new YamlFlow(key).Read() is { Kind: HclValueKind.String } quoted && key[0] is '"' or '\''
        ? quoted.AsString
        : key;

    public static string WithoutComment(string content)
    {
        var quote = '\0';
        for (var at = 0; at < content.Length; at++)
        {
            var character = content[at];
            if (quote == '\0' && character == '#' && (at == 0 || content[at - 1] == ' '))
            {
                return content[..at];
            }

            if (character is '"' or '\'' && (quote == character || (quote == '\0' && (at == 0 || content[at - 1] is ' ' or '[' or '{' or ','))))
            {
                quote = quote == '\0' ? character : '\0';
            }
        }

        return content;
    }

    /// <summary>False while a quote or flow bracket is open.</summary>
    public static bool IsComplete(string content)
    {
        if (content.Length == 0 || content[0] is not ('"' or '\'' or '[' or '{'))
        {
            return true;
        }

        var (quote, depth) = ('\0', 0);
        for (var at = 0; at < content.Length; at++)
        {
            var character = content[at];
            if (quote != '\0')
            {
                at += quote == '"' && character == '\\' ? 1 : 0;
                quote = character == quote ? '\0' : quote;
            }
            else if (character is '"' or '\'')
            {
                quote = character;
            }
            else
            {
                depth += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
            }
        }

        return quote == '\0' && depth <= 0;
    }

    public static string Fold(IReadOnlyList<string> lines)
    {
        var result = new StringBuilder();
        for (var at = 0; at < lines.Count; at++)
        {
            result.Append(lines[at]);
            var last = at == lines.Count - 1;
            var joins = !last && lines[at].Length > 0 && lines[at + 1].Length > 0 && lines[at][0] != ' ' && lines[at + 1][0] != ' ';
            result.Append(last ? "" : joins ? " " : lines[at].Length > 0 && lines[at + 1].Length == 0 ? "" : "\n");
        }

        return result.ToString();
    }

    /// <summary>The value of text without quotes, by the core schema.</summary>
    public static HclValue Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => HclValue.Null,
        "true" or "True" or "TRUE" => HclValue.True,
        "false" or "False" or "FALSE" => HclValue.False,
        ".inf" or "-.inf" or ".nan" => throw new HclFunctionException($"the number {text} cannot be represented", 0),
        ['0', 'x', ..] when BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => HclValue.Number(HclNumber.Create(number, 0)),
        ['0', 'o', .. var octal] when octal.Length is > 0 and < 20 && octal.All(digit => digit is >= '0' and <= '7') =>
            HclValue.Number(octal.Aggregate(0L, (sum, digit) => (sum * 8) + digit - '0')),
        _ when (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') && HclNumber.TryParse(text, out var number) => HclValue.Number(number),
        _ => HclValue.String(text),
    };
}
