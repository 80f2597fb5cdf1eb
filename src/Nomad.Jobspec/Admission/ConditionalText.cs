using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nomad.Jobspec.Admission;

/// <summary>An interpolated text that is put together only when its condition holds: most rules are kept, and then cost nothing.</summary>
[InterpolatedStringHandler]
internal ref struct ConditionalText
{
    private DefaultInterpolatedStringHandler text;

    public ConditionalText(int literalLength, int formattedCount, bool condition, out bool wanted)
    {
        wanted = condition;
        if (condition)
            text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    public string ToStringAndClear() => text.ToStringAndClear();
}
