using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary><c>format</c> and <c>formatlist</c>.</summary>
internal static class FormatFunctions
{
    private const int MaxListLength = 100_000;

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("format", [Arguments.Text("format")], arguments => HclValue.String(Format(arguments[0].AsString, [.. arguments.Skip(1)])))
        {
            Rest = Arguments.Loose("args"),
            ResultType = HclType.String,
        },
        new("formatlist", [Arguments.Text("format")], FormatList) { Rest = Arguments.Loose("args"), ResultType = HclType.List(HclType.String) },
    ];

    private static HclValue FormatList(IReadOnlyList<HclValue> arguments)
    {
        var given = arguments.Skip(1).ToList();
        int? length = null;
        for (var at = 0; at < given.Count; at++)
        {
            if (!given[at].IsSequence)
            {
                continue;
            }

            if (length is { } known && known != given[at].Elements.Length)
            {
                throw new HclFunctionException($"argument {at + 1} has length {given[at].Elements.Length}, which is inconsistent with earlier arguments of length {known}", at + 1);
            }

            length = given[at].Elements.Length;
        }

        var rows = Math.Min(length ?? 1, MaxListLength);
        return Arguments.Texts(Enumerable.Range(0, rows)
            .Select(row => Format(arguments[0].AsString, [.. given.Select(value => value.IsSequence ? value.Elements[row] : value)]))
            .ToList());
    }

    private static string Format(string format, IReadOnlyList<HclValue> values)
    {
        var output = new StringBuilder();
        var (next, used) = (0, 0);
        for (var at = 0; at < format.Length;)
        {
            if (format[at] != '%')
            {
                output.Append(format[at++]);
                continue;
            }

            if (at + 1 < format.Length && format[at + 1] == '%')
            {
                output.Append('%');
                at += 2;
                continue;
            }

            var verb = FormatVerb.Read(format, ref at, index => Take(format, values, index, ref next, ref used));
            output.Append(verb.Apply(Take(format, values, verb.Index, ref next, ref used)));
        }

        return values.Count <= used
            ? output.ToString()
            : throw new HclFunctionException(used == 0 ? "too many arguments; no verbs in format string" : $"too many arguments; only {used} used by format string");
    }

    private static HclValue Take(string format, IReadOnlyList<HclValue> values, int? index, ref int next, ref int used)
    {
        var at = index ?? next;
        next = at + 1;
        used = Math.Max(used, next);
        return at >= 0 && at < values.Count
            ? values[at]
            : throw new HclFunctionException($"not enough arguments for \"{format}\": need index {at + 1} but have {values.Count} total");
    }
}
