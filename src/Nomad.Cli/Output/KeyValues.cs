namespace Nomad.Cli.Output;

/// <summary>A block of <c>label = value</c> lines with aligned labels.</summary>
public sealed class KeyValues
{
    private readonly List<(string Label, string Value)> rows = [];

    public KeyValues Add(string label, string value)
    {
        rows.Add((label, value));
        return this;
    }

    public KeyValues AddIf(bool condition, string label, Func<string> value) => condition ? Add(label, value()) : this;

    public override string ToString()
    {
        var width = rows.Count == 0 ? 0 : rows.Max(row => ColumnTable.Width(row.Label));
        return string.Join('\n', rows.Select(row =>
            row.Label + new string(' ', width - ColumnTable.Width(row.Label)) + " = " + (row.Value.Trim() is { Length: > 0 } value ? value : "<none>")));
    }
}
