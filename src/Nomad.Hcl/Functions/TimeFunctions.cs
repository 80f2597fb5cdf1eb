using System.Globalization;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary><c>formatdate</c> and <c>timeadd</c>.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("formatdate", [Arguments.Text("format"), Arguments.Text("time")], arguments => HclValue.String(Format(arguments[0].AsString, Read(arguments, 1)))) { ResultType = HclType.String },
        new("timeadd", [Arguments.Text("timestamp"), Arguments.Text("duration")], Add) { ResultType = HclType.String },
    ];

    private static DateTimeOffset Read(IReadOnlyList<HclValue> arguments, int argument)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];
        var text = arguments[argument].AsString;
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new HclFunctionException($"not a valid RFC3339 timestamp: \"{text}\"", argument);
    }

    private static HclValue Add(IReadOnlyList<HclValue> arguments)
    {
        var time = Read(arguments, 0);
        if (!DurationText.TryRead(arguments[1].AsString, out var nanoseconds))
        {
            throw new HclFunctionException($"time: invalid duration \"{arguments[1].AsString}\"", 1);
        }

        try
        {
            var sum = time.AddTicks((long)(nanoseconds / 100));
            return HclValue.String(sum.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Zone(sum, colon: true, utc: "Z"));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new HclFunctionException("the result is outside of the range of dates", 1);
        }
    }

    private static string Format(string format, DateTimeOffset time)
    {
        var output = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            var character = format[at];
            if (character == '\'')
            {
                at = Quoted(format, at, output);
                continue;
            }

            if (!char.IsAsciiLetter(character))
            {
                output.Append(character);
                at++;
                continue;
            }

            var end = at;
            while (end < format.Length && format[end] == character)
            {
                end++;
            }

            output.Append(Token(format[at..end], time));
            at = end;
        }

        return output.ToString();
    }

    private static int Quoted(string format, int at, StringBuilder output)
    {
        for (at++; at < format.Length; at++)
        {
            if (format[at] != '\'')
            {
                output.Append(format[at]);
            }
            else if (at + 1 < format.Length && format[at + 1] == '\'')
            {
                output.Append('\'');
                at++;
            }
            else
            {
                return at + 1;
            }
        }

        throw new HclFunctionException("unterminated literal '", 0);
    }

    private static string Token(string token, DateTimeOffset time) => token switch
    {
        "YYYY" => time.ToString("yyyy", CultureInfo.InvariantCulture),
        "YY" => time.ToString("yy", CultureInfo.InvariantCulture),
        "MMMM" or "MMM" or "MM" => time.ToString(token, CultureInfo.InvariantCulture),
        "M" => Plain(time.Month),
        "DD" => time.ToString("dd", CultureInfo.InvariantCulture),
        "D" => Plain(time.Day),
        "EEEE" => time.ToString("dddd", CultureInfo.InvariantCulture),
        "EEE" => time.ToString("ddd", CultureInfo.InvariantCulture),
        "hh" => time.ToString("HH", CultureInfo.InvariantCulture),
        "h" => Plain(time.Hour),
        "HH" => time.ToString("hh", CultureInfo.InvariantCulture),
        "H" => Plain(time.Hour % 12 == 0 ? 12 : time.Hour % 12),
        "AA" => time.Hour < 12 ? "AM" : "PM",
        "aa" => time.Hour < 12 ? "am" : "pm",
        "mm" => time.ToString("mm", CultureInfo.InvariantCulture),
        "m" => Plain(time.Minute),
        "ss" => time.ToString("ss", CultureInfo.InvariantCulture),
        "s" => Plain(time.Second),
        "ZZZZZ" => Zone(time, colon: true, utc: null),
        "ZZZZ" => Zone(time, colon: false, utc: null),
        "ZZZ" => Zone(time, colon: false, utc: "UTC"),
        "Z" => Zone(time, colon: true, utc: "Z"),
        _ => throw new HclFunctionException($"invalid date format verb \"{token}\"", 0),
    };

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Zone(DateTimeOffset time, bool colon, string? utc) => time.Offset == TimeSpan.Zero && utc is not null
        ? utc
        : (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString(colon ? "hh\\:mm" : "hhmm", CultureInfo.InvariantCulture);
}
