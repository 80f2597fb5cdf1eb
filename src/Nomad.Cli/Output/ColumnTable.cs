using System.Text;

namespace Nomad.Cli.Output;

/// <summary>Rows in columns, two spaces apart; empty cells say <c>&lt;none&gt;</c> (spec cli §1.4).</summary>
public sealed class ColumnTable(params string[] header)
{
    private readonly List<string[]> rows = header.Length == 0 ? [] : [header];

    /// <summary>What stands in an empty cell; "" leaves it blank.</summary>
    public string Empty { get; init; } = "<none>";

    public int Count => header.Length == 0 ? rows.Count : rows.Count - 1;

    public ColumnTable Add(params string[] cells)
    {
        rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        var cells = rows.Select(row => row.Select(cell => cell.Trim() is { Length: > 0 } text ? text : Empty).ToArray()).ToArray();
        var widths = new int[cells.Length == 0 ? 0 : cells.Max(row => row.Length)];
        foreach (var row in cells)
        {
            for (var i = 0; i < row.Length; i++)
                widths[i] = Math.Max(widths[i], Width(row[i]));
        }
        return string.Join('\n', cells.Select(row => Row(row, widths)));
    }

    /// <summary>Characters a person sees: colour codes take no room.</summary>
    internal static int Width(string text)
    {
        var width = 0;
        var runes = text.EnumerateRunes().GetEnumerator();
        while (runes.MoveNext())
        {
            if (runes.Current.Value != '\u001b')
            {
                width++;
                continue;
            }
            while (runes.MoveNext() && runes.Current.Value != 'm')
            {
            }
        }
        return width;
    }

    private static string Row(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            line.Append(cells[i]);
            if (i + 1 < cells.Length)
                line.Append(' ', widths[i] - Width(cells[i]) + 2);
        }
        return line.ToString();
    }
}
