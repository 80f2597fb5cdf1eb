using System.Text;
using System.Text.Json;

namespace Nomad.Cli.Templates;

/// <summary>The functions a template can call: Go's own, and the most used of the sprig set under the prefix <c>sprig_</c>.</summary>
internal static class TemplateFunctions
{
    private static readonly Dictionary<string, Func<List<object?>, object?>> Known = new(StringComparer.Ordinal)
    {
        ["len"] = a => Length(One(a)),
        ["index"] = a => a.Skip(1).Aggregate(a[0], Index),
        ["print"] = a => string.Concat(a.Select(TemplateValue.Text)),
        ["println"] = a => string.Join(' ', a.Select(TemplateValue.Text)) + "\n",
        ["printf"] = a => Format(TemplateValue.Text(a[0]), a.Skip(1).ToArray()),
        ["not"] = a => !TemplateValue.IsTrue(One(a)),
        ["and"] = a => a.FirstOrDefault(value => !TemplateValue.IsTrue(value), a[^1]),
        ["or"] = a => a.FirstOrDefault(TemplateValue.IsTrue, a[^1]),
        ["eq"] = a => a.Skip(1).Any(value => TemplateValue.Compare(a[0], value) == 0),
        ["ne"] = a => TemplateValue.Compare(a[0], a[1]) != 0,
        ["lt"] = a => TemplateValue.Compare(a[0], a[1]) < 0,
        ["le"] = a => TemplateValue.Compare(a[0], a[1]) <= 0,
        ["gt"] = a => TemplateValue.Compare(a[0], a[1]) > 0,
        ["ge"] = a => TemplateValue.Compare(a[0], a[1]) >= 0,
        ["sprig_upper"] = a => TemplateValue.Text(One(a)).ToUpperInvariant(),
        ["sprig_lower"] = a => TemplateValue.Text(One(a)).ToLowerInvariant(),
        ["sprig_trim"] = a => TemplateValue.Text(One(a)).Trim(),
        ["sprig_quote"] = a => string.Join(' ', a.Select(value => JsonText(TemplateValue.Text(value)))),
        ["sprig_join"] = a => Joined(TemplateValue.Text(a[0]), a[1]),
        ["sprig_default"] = a => TemplateValue.IsTrue(a[1]) ? a[1] : a[0],
        ["sprig_add"] = a => (long)a.Sum(TemplateValue.Number),
        ["sprig_replace"] = a => TemplateValue.Text(a[2]).Replace(TemplateValue.Text(a[0]), TemplateValue.Text(a[1]), StringComparison.Ordinal),
        ["sprig_toJson"] = a => One(a) is JsonElement json ? json.GetRawText() : JsonText(TemplateValue.Text(a[0])),
    };

    public static bool Exists(string name) => Known.ContainsKey(name);

    public static object? Call(string name, List<object?> arguments)
    {
        if (!Known.TryGetValue(name, out var function))
            throw new TemplateException($"function \"{name}\" not defined");
        try
        {
            return function(arguments);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new TemplateException($"wrong number of args for {name}: got {arguments.Count}");
        }
    }

    private static object? One(List<object?> arguments) =>
        arguments.Count == 1 ? arguments[0] : throw new TemplateException($"want 1 argument, got {arguments.Count}");

    private static long Length(object? value) => TemplateValue.Plain(value) switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        null => 0,
        JsonElement { ValueKind: JsonValueKind.Array } list => list.GetArrayLength(),
        JsonElement { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Count(),
        _ => throw new TemplateException($"len of {TemplateValue.Text(value)}"),
    };

    private static object? Index(object? value, object? key) => (value, TemplateValue.Plain(key)) switch
    {
        (JsonElement { ValueKind: JsonValueKind.Array } list, long at) => at >= 0 && at < list.GetArrayLength() ? list[(int)at]
            : throw new TemplateException($"index out of range: {at}"),
        (JsonElement { ValueKind: JsonValueKind.Object } map, string name) => map.TryGetProperty(name, out var found) ? found : null,
        _ => throw new TemplateException($"can't index {TemplateValue.Text(value)} with {TemplateValue.Text(key)}"),
    };

    private static string Joined(string separator, object? value) => value is JsonElement { ValueKind: JsonValueKind.Array } list
        ? string.Join(separator, list.EnumerateArray().Select(item => TemplateValue.Text(item))) : TemplateValue.Text(value);

    private static string JsonText(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    // %s %v %d %q %t %f %T and %%, with a width such as %-10s.
    private static string Format(string format, object?[] arguments)
    {
        var output = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                output.Append(format[at]);
                continue;
            }
            var start = ++at;
            while (at < format.Length && (char.IsAsciiDigit(format[at]) || format[at] is '-' or '.' or '+'))
                at++;
            if (at >= format.Length)
                return output.Append("%!(NOVERB)").ToString();
            if (format[at] == '%')
                output.Append('%');
            else if (next >= arguments.Length)
                output.Append($"%!{format[at]}(MISSING)");
            else
                output.Append(Verb(format[at], format[start..at], arguments[next++]));
        }
        return output.ToString();
    }

    // As Go names the types of what a template handles; of numbers in documents only their form is known.
    private static string TypeName(object? argument) => TemplateValue.Plain(argument) switch
    {
        null => "<nil>",
        string => "string",
        bool => "bool",
        double => "float64",
        JsonElement { ValueKind: JsonValueKind.Array } => "[]interface {}",
        JsonElement => "map[string]interface {}",
        _ => "int",
    };

    private static string Verb(char verb, string flags, object? argument)
    {
        var text = verb switch
        {
            'T' => TypeName(argument),
            'q' => JsonText(TemplateValue.Text(argument)),
            'f' => TemplateValue.Number(argument).ToString("F" + (flags.Contains('.', StringComparison.Ordinal) ? flags.Split('.')[1] : "6"), System.Globalization.CultureInfo.InvariantCulture),
            _ => TemplateValue.Text(argument),
        };
        var width = flags.Split('.')[0];
        return !int.TryParse(width.TrimStart('-', '+'), out var columns) ? text
            : width.StartsWith('-') ? text.PadRight(columns) : text.PadLeft(columns);
    }
}
