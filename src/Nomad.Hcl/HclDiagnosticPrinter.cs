using System.Globalization;
using System.Text;

namespace Nomad.Hcl;

/// <summary>Writes diagnostics for people: where, the source line, a caret below the place, and what would be right.</summary>
public static class HclDiagnosticPrinter
{
    /// <summary>A longer source line is cut around the place.</summary>
    private const int MaxLineLength = 160;

    public static string Print(HclDiagnostic diagnostic, string? text)
    {
        var output = new StringBuilder();
        output.Append(diagnostic.IsError ? "Error: " : "Warning: ").Append(diagnostic.Summary).Append('\n');
        if (diagnostic.Range is { } range)
        {
            output.Append(CultureInfo.InvariantCulture, $"\n  on {range.FileName}:{range.Start.Line}:{range.Start.Column}\n");
            if (text is not null && range.Start.Offset <= text.Length)
            {
                PrintLine(output, range, text);
            }
        }

        return output.Append('\n').Append(diagnostic.Detail).Append('\n').ToString();
    }

    /// <summary>All diagnostics of a file, an empty line between.</summary>
    public static string Print(HclFile file) => string.Join('\n', file.Diagnostics.Select(diagnostic => Print(diagnostic, file.Text)));

    /// <summary>The form of one line: the first error, and how many more there are.</summary>
    public static string Summarize(IReadOnlyList<HclDiagnostic> diagnostics) => diagnostics.Count switch
    {
        0 => "no diagnostics",
        1 => diagnostics[0].ToString(),
        _ => $"{diagnostics[0]}, and {diagnostics.Count - 1} other diagnostic(s)",
    };

    private static void PrintLine(StringBuilder output, SourceRange range, string text)
    {
        var start = range.Start.Offset == 0 ? 0 : text.LastIndexOf('\n', range.Start.Offset - 1) + 1;
        var end = text.IndexOf('\n', start);
        end = end < 0 ? text.Length : end;
        var cut = Math.Max(start, range.Start.Offset - (MaxLineLength / 2));
        var line = text[cut..Math.Min(end, cut + MaxLineLength)].TrimEnd('\r').Replace('\t', ' ');
        var length = range.End.Line == range.Start.Line ? range.End.Offset - range.Start.Offset : end - range.Start.Offset;
        var indent = range.Start.Offset - cut;
        output.Append(CultureInfo.InvariantCulture, $"{range.Start.Line,5} | {line}\n");
        output.Append(' ', 5).Append(" | ").Append(' ', indent).Append('^', Math.Clamp(length, 1, Math.Max(1, line.Length - indent))).Append('\n');
    }
}
